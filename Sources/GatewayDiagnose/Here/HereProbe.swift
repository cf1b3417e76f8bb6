internal import GatewayReactor

/// Looks at this machine: proxy variables, routes, name servers.
enum HereProbe {
    private static let variables = [
        "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY",
    ]

    /// - Parameter nameServers: of this machine.
    static func look(for target: Target, environment: [String: String], nameServers: [String]) -> HereFacts {
        var facts = HereFacts()
        facts.began = EventLoop.monotonicNanoseconds
        for name in Self.variables {
            guard let value = environment[name], !value.isEmpty else { continue }
            facts.proxies[name] = Self.withoutUser(value)
        }
        let exempt = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        facts.isExempt = Self.isExempt(target.host, list: exempt)
        facts.nameServers = nameServers
        if let table = Self.bytes("/proc/net/route") { facts.hasRouteV4 = Self.hasDefaultV4(table) }
        if let table = Self.bytes("/proc/net/ipv6_route") { facts.hasRouteV6 = Self.hasDefaultV6(table) }
        facts.ended = EventLoop.monotonicNanoseconds
        return facts
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        // A machine with a million routes has a default route, too: at the beginning of the table.
        let bytes = WatchedFile(path: path).contents()
        return bytes.isEmpty ? nil : bytes
    }

    /// A password in a proxy's address is nobody's business.
    static func withoutUser(_ value: String) -> String {
        guard let at = value.lastIndex(of: "@") else { return value }
        let scheme = value.firstRange(of: "://").map { String(value[..<$0.upperBound]) } ?? ""
        return scheme + value[value.index(after: at)...]
    }

    /// Entries are host names or suffixes, divided by commas; `*` is everything.
    static func isExempt(_ host: String, list: String) -> Bool {
        list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            var suffix = entry.lowercased()
            if suffix == "*" { return true }
            while suffix.hasPrefix(".") { suffix.removeFirst() }
            return !suffix.isEmpty && (host == suffix || host.hasSuffix(".\(suffix)"))
        }
    }

    /// Destination and mask are the second and eighth column.
    static func hasDefaultV4(_ table: [UInt8]) -> Bool {
        Self.lines(table).dropFirst().contains { line in
            let columns = Self.columns(line)
            return columns.count > 7 && Self.isZero(columns[1]) && Self.isZero(columns[7])
        }
    }

    /// Destination and its length come first; the device is last, and `lo` stands for "unreachable" there.
    static func hasDefaultV6(_ table: [UInt8]) -> Bool {
        Self.lines(table).contains { line in
            let columns = Self.columns(line)
            guard columns.count >= 10, let device = columns.last else { return false }
            return Self.isZero(columns[0]) && Self.isZero(columns[1]) && !device.elementsEqual("lo".utf8)
        }
    }

    private static func lines(_ table: [UInt8]) -> [ArraySlice<UInt8>] { table.split(separator: UInt8(ascii: "\n")) }

    /// The two tables use tabs and runs of spaces.
    private static func columns(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
    }

    private static func isZero(_ column: ArraySlice<UInt8>) -> Bool { column.allSatisfy { $0 == UInt8(ascii: "0") } }
}
