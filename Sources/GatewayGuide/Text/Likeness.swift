/// Finds known names that look like a given one, for "did you mean".
public enum Likeness {
    /// Names are compared by at most this many characters, so that hostile input costs little.
    private static let longest = 64

    /// The candidates within a tolerable distance of the name, nearest first.
    public static func nearest(to name: String, among candidates: some Sequence<String>, most: Int = 3) -> [String] {
        let wanted = Self.characters(name)
        guard !wanted.isEmpty else { return [] }
        let tolerance = max(1, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in candidates {
            let other = Self.characters(candidate)
            guard abs(other.count - wanted.count) <= tolerance else { continue }
            let distance = Self.distance(wanted, other)
            if distance <= tolerance { found.append((distance, candidate)) }
        }
        found.sort { $0.distance == $1.distance ? $0.name < $1.name : $0.distance < $1.distance }
        return found.prefix(most).map(\.name)
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two texts.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var line = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column] + (byte == other ? 0 : 1), last[column + 1] + 1, line[column] + 1)
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                line.append(best)
            }
            beforeLast = last
            last = line
        }
        return last[right.count]
    }

    private static func characters(_ text: String) -> [UInt8] {
        text.utf8.prefix(Self.longest).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }
}
