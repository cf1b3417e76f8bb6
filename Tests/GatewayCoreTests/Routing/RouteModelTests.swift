import GatewayCore
import GatewayWire
import Testing

/// Thousands of random routes, each lookup compared with a matcher that reads the rules one by one.
@Suite struct RouteModelTests {
    private typealias Entry = RouteTable.Entry

    private static let labels = ["a", "b", "c", "shop", "api", "www"]
    private static let segments = ["a", "b", "api", "v1", "v2", "x"]
    private static let methods = ["GET", "POST", "PUT", "BREW", "HEAD"]

    private func host(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Self.labels.randomElement(using: &random) ?? "a"
        }.joined(separator: ".")
    }

    private func path(_ random: inout SeededGenerator, _ longest: Int) -> String {
        (0..<Int.random(in: 0...longest, using: &random)).map { _ in
            "/" + (Self.segments.randomElement(using: &random) ?? "a")
        }.joined()
    }

    private func entry(_ random: inout SeededGenerator) -> Entry {
        var entry = Entry()
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: entry.exactHosts = [self.host(&random)]
        case 5: entry.exactHosts = [self.host(&random), self.host(&random)]
        case 6, 7: entry.wildcardHosts = ["." + self.host(&random)]
        case 8:
            entry.exactHosts = [self.host(&random)]
            entry.wildcardHosts = ["." + self.host(&random)]
        default: break
        }
        let path = self.path(&random, 4)
        entry.pathPrefix = path.isEmpty ? "/" : Bool.random(using: &random) ? path : path + "/"
        if Int.random(in: 0..<4, using: &random) == 0 {
            entry.methods = [Self.methods.randomElement(using: &random) ?? "GET"]
        }
        return entry
    }

    @Test(arguments: [3, 30, 300, 10_000], 0..<3 as Range<UInt64>)
    func theTableFindsWhatTheRulesSay(count: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed &* 31 &+ UInt64(count))
        let entries = (0..<count).map { _ in self.entry(&random) }
        let table = RouteTable(entries)
        let model = Model(entries)
        // Fewer where every lookup of the model reads ten thousand entries.
        for _ in 0..<(count > 1000 ? 50 : 500) {
            var query = Query()
            query.authority = self.host(&random) + (Bool.random(using: &random) ? ":80" : "")
            if Bool.random(using: &random) { query.authority = query.authority.uppercased() }
            query.path = self.path(&random, 6)
            if Bool.random(using: &random) || query.path.isEmpty { query.path += "/" }
            query.method = Self.methods.randomElement(using: &random) ?? "GET"
            let expected = model.find(query)
            let found = table.find(query)
            guard found == expected else {
                Issue.record("\(query): \(String(describing: found)) instead of \(String(describing: expected))")
                return
            }
        }
    }

    /// The rules as the documentation states them, by reading every entry.
    private struct Model {
        let entries: [Entry]
        init(_ entries: [Entry]) { self.entries = entries }

        /// How good an entry is; greater is better, compared from the first number on.
        func find(_ query: Query) -> Int? {
            let host = query.authority.lowercased().split(separator: ":").first.map(String.init) ?? ""
            var best: (rank: [Int], index: Int)?
            for (index, entry) in self.entries.enumerated() {
                guard let hostRank = Self.rank(host, entry), let pathRank = Self.rank(query.path, entry.pathPrefix)
                else { continue }
                guard entry.methods.isEmpty || entry.methods.contains(query.method) else { continue }
                let rank = [hostRank, pathRank, entry.methods.isEmpty ? 0 : 1, -index]
                if let current = best, !current.rank.lexicographicallyPrecedes(rank) { continue }
                best = (rank, index)
            }
            return best?.index
        }

        private static func rank(_ host: String, _ entry: Entry) -> Int? {
            if entry.exactHosts.contains(host) { return 10_000 }
            let wildcards = entry.wildcardHosts.filter { host.hasSuffix($0) && host.count > $0.count }
            if let longest = wildcards.map(\.count).max() { return longest }
            return entry.exactHosts.isEmpty && entry.wildcardHosts.isEmpty ? 0 : nil
        }

        private static func rank(_ path: String, _ prefix: String) -> Int? {
            let plain = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
            return path == plain || path.hasPrefix(plain + "/") ? plain.count : nil
        }
    }
}
