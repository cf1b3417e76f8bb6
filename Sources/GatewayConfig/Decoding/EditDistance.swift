/// How many slips of the keyboard lie between two words.
enum EditDistance {
    private static let longest = 48

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static func between(_ left: String, _ right: String) -> Int {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard a.count <= Self.longest, b.count <= Self.longest else { return Int.max }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[i - 2][j - 2] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }

    /// The word that was probably meant: at most one slip for each three letters, and the first of equals.
    static func nearest(_ word: String, among words: [String]) -> String? {
        let plain = Self.plain(word)
        let ranked = words.map { (word: $0, distance: Self.between(plain, Self.plain($0))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.word.utf8.count / 3) ? best.word : nil
    }

    /// `accessLog`, `access_log` and `Access-Log` are all `access-log` to a person.
    static func plain(_ word: String) -> String {
        word.filter { $0 != "-" && $0 != "_" && $0 != " " }.lowercased()
    }
}
