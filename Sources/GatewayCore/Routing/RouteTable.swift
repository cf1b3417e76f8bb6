internal import GatewayConfig
public import GatewayWire

/// Finds the route of a request by host, path prefix and method.
///
/// Precedence: exact host, then the longest wildcard, then any host; under a host the longest path prefix that ends
/// at a segment boundary; under a prefix a route that names the method, then the first for every method. A host without
/// a matching path falls through to the next kind of host. Immutable: a reload builds a new one.
public final class RouteTable: Sendable {
    private let hosts: ByteKeyTable
    private let wildcards: ByteKeyTable
    private let hostPaths: [PathTable]
    private let wildcardPaths: [PathTable]
    private let anyHost: PathTable?
    /// Bytes of the longest wildcard: no longer suffix of a host is ever looked up.
    private let longestWildcard: Int

    /// One route as the table needs it.
    public struct Entry: Sendable {
        public var exactHosts: [String] = []
        /// Without the `*`: `.example.org`.
        public var wildcardHosts: [String] = []
        public var pathPrefix = "/"
        /// Empty: every method.
        public var methods: [String] = []

        public init(
            exactHosts: [String] = [],
            wildcardHosts: [String] = [],
            pathPrefix: String = "/",
            methods: [String] = []
        ) {
            self.exactHosts = exactHosts
            self.wildcardHosts = wildcardHosts
            self.pathPrefix = pathPrefix
            self.methods = methods
        }
    }

    /// - Parameter entries: in the order of the configuration; a lookup answers with an index into it.
    public init(_ entries: [Entry]) {
        var exact: [(key: String, entries: [Int])] = []
        var wild: [(key: String, entries: [Int])] = []
        var any: [Int] = []
        var exactIndex: [String: Int] = [:]
        var wildIndex: [String: Int] = [:]
        for (number, entry) in entries.enumerated() {
            for host in entry.exactHosts { Self.add(number, host.lowercased(), &exact, &exactIndex) }
            for host in entry.wildcardHosts { Self.add(number, host.lowercased(), &wild, &wildIndex) }
            if entry.exactHosts.isEmpty, entry.wildcardHosts.isEmpty { any.append(number) }
        }
        self.longestWildcard = wild.map(\.key.utf8.count).max() ?? 0
        (self.hosts, self.hostPaths) = Self.table(exact, entries)
        (self.wildcards, self.wildcardPaths) = Self.table(wild, entries)
        self.anyHost = any.isEmpty ? nil : PathTable(any, of: entries)
    }

    private static func add(
        _ number: Int,
        _ key: String,
        _ groups: inout [(key: String, entries: [Int])],
        _ index: inout [String: Int]
    ) {
        if let group = index[key] {
            groups[group].entries.append(number)
        } else {
            index[key] = groups.count
            groups.append((key, [number]))
        }
    }

    private static func table(
        _ groups: [(key: String, entries: [Int])],
        _ entries: [Entry]
    ) -> (ByteKeyTable, [PathTable]) {
        var table = ByteKeyTable(expecting: groups.count)
        for (number, group) in groups.enumerated() { _ = table.insert(Array(group.key.utf8), value: Int32(number)) }
        return (table, groups.map { PathTable($0.entries, of: entries) })
    }

    /// The index of the entry for a request, or nil.
    ///
    /// - Parameter authority: `host[:port]` in `bytes`; the port does not take part.
    public func find(
        _ bytes: borrowing Span<UInt8>,
        authority: ByteRange,
        path: ByteRange,
        method: Method,
        methodRange: ByteRange
    ) -> Int? {
        let request = RoutedRequest(path: path, method: method, methodRange: methodRange)
        if self.hosts.count > 0 || self.wildcards.count > 0 {
            if let found = self.findByHost(bytes, authority, request) { return found }
        }
        return self.anyHost?.find(bytes, request)
    }

    private func findByHost(_ bytes: borrowing Span<UInt8>, _ authority: ByteRange, _ request: RoutedRequest) -> Int? {
        let host = Self.withoutPort(bytes, authority)
        let start = Int(host.start)
        let end = start + Int(host.count)
        var hash = ByteKeyTable.hashStart
        for index in start..<end { hash = ByteKeyTable.hash(hash, bytes[index].lowercased) }
        if let group = self.hosts.find(bytes, start, end - start, hash: hash, folding: true),
            let found = self.hostPaths[Int(group)].find(bytes, request)
        {
            return found
        }
        guard self.wildcards.count > 0 else { return nil }
        // The leftmost dot gives the longest suffix, so the most specific wildcard wins. Bounded, because a client
        // may send a host of thousands of dots.
        for dot in max(start, end - self.longestWildcard)..<end where bytes[dot] == UInt8(ascii: ".") && dot > start {
            var hash = ByteKeyTable.hashStart
            for index in dot..<end { hash = ByteKeyTable.hash(hash, bytes[index].lowercased) }
            if let group = self.wildcards.find(bytes, dot, end - dot, hash: hash, folding: true),
                let found = self.wildcardPaths[Int(group)].find(bytes, request)
            {
                return found
            }
        }
        return nil
    }

    /// The host of an authority: without port, and without the trailing dot of a fully qualified name.
    static func withoutPort(_ bytes: borrowing Span<UInt8>, _ authority: ByteRange) -> ByteRange {
        let start = Int(authority.start)
        var end = start + Int(authority.count)
        guard end > start else { return authority }
        if bytes[start] == UInt8(ascii: "[") {
            for index in start..<end where bytes[index] == UInt8(ascii: "]") {
                return ByteRange(start: authority.start, count: UInt32(index + 1 - start))
            }
            return authority
        }
        for index in start..<end where bytes[index] == UInt8(ascii: ":") {
            end = index
            break
        }
        if end - start > 1, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return ByteRange(start: authority.start, count: UInt32(end - start))
    }
}

/// The parts of a request that routing looks at.
struct RoutedRequest: BitwiseCopyable {
    let path: ByteRange
    let method: Method
    let methodRange: ByteRange
}
