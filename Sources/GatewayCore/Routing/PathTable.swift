internal import GatewayWire

/// The routes under one host: the longest path prefix, then the route that names the method.
struct PathTable: Sendable {
    private struct Candidate: Sendable {
        /// Bit per `Method.rawValue`; all set when every method is allowed.
        let known: UInt32
        let others: [[UInt8]]
        let entry: Int
    }

    private let prefixes: ByteKeyTable
    private let candidates: [[Candidate]]
    /// Segments of the deepest prefix: no deeper boundary is ever looked up.
    private let depth: Int
    private static let maximumDepth = 32
    private static let methods: [String: Method] = [
        "GET": .get, "HEAD": .head, "POST": .post, "PUT": .put, "DELETE": .delete, "CONNECT": .connect,
        "OPTIONS": .options, "TRACE": .trace, "PATCH": .patch,
    ]

    init(_ numbers: [Int], of entries: [RouteTable.Entry]) {
        var table = ByteKeyTable(expecting: numbers.count)
        var candidates: [[Candidate]] = []
        var depth = 0
        for number in numbers {
            let key = Self.key(entries[number].pathPrefix)
            depth = max(depth, key.count { $0 == UInt8(ascii: "/") })
            let group = Int(table.insert(key, value: Int32(candidates.count)))
            if group == candidates.count { candidates.append([]) }
            candidates[group].append(Self.candidate(number, entries[number].methods))
        }
        self.prefixes = table
        // A route that names the method goes before one for every method, wherever they stand in the file.
        self.candidates = candidates.map { group in
            group.filter { $0.known != .max } + group.filter { $0.known == .max }
        }
        self.depth = min(depth, Self.maximumDepth)
    }

    /// `/api/` and `/api` are one prefix: both end at the same segment boundary.
    private static func key(_ prefix: String) -> [UInt8] {
        var key = Array(prefix.utf8)
        while key.last == UInt8(ascii: "/") { key.removeLast() }
        return key
    }

    private static func candidate(_ entry: Int, _ methods: [String]) -> Candidate {
        guard !methods.isEmpty else { return Candidate(known: .max, others: [], entry: entry) }
        var known: UInt32 = 0
        var others: [[UInt8]] = []
        for name in methods {
            let method = Self.methods[name] ?? .other
            if method == .other { others.append(Array(name.utf8)) } else { known |= 1 << UInt32(method.rawValue) }
        }
        return Candidate(known: known, others: others, entry: entry)
    }

    func find(_ bytes: borrowing Span<UInt8>, _ request: RoutedRequest) -> Int? {
        if self.depth == 0 { return self.pick(0, bytes, request, hash: ByteKeyTable.hashStart) }
        // Hashes at every boundary on the way down, then lookups from the deepest up.
        var hashes = InlineArray<33, UInt64>(repeating: 0)
        var ends = InlineArray<33, Int32>(repeating: 0)
        let start = Int(request.path.start)
        let count = Int(request.path.count)
        var hash = ByteKeyTable.hashStart
        var level = 0
        hashes[0] = hash
        var index = 0
        while index < count {
            let byte = bytes[start + index]
            if byte == UInt8(ascii: "/"), index > 0 {
                level += 1
                hashes[level] = hash
                ends[level] = Int32(index)
                if level == self.depth { break }
            }
            hash = ByteKeyTable.hash(hash, byte)
            index += 1
        }
        if index == count, level < self.depth, count > 0 {
            level += 1
            hashes[level] = hash
            ends[level] = Int32(count)
        }
        while level >= 0 {
            if let found = self.pick(Int(ends[level]), bytes, request, hash: hashes[level]) { return found }
            level -= 1
        }
        return nil
    }

    private func pick(_ count: Int, _ bytes: borrowing Span<UInt8>, _ request: RoutedRequest, hash: UInt64) -> Int? {
        guard let group = self.prefixes.find(bytes, Int(request.path.start), count, hash: hash) else { return nil }
        for index in self.candidates[Int(group)].indices {
            if self.allows(self.candidates[Int(group)][index], bytes, request) {
                return self.candidates[Int(group)][index].entry
            }
        }
        return nil
    }

    private func allows(_ candidate: Candidate, _ bytes: borrowing Span<UInt8>, _ request: RoutedRequest) -> Bool {
        if request.method != .other { return candidate.known & (1 << UInt32(request.method.rawValue)) != 0 }
        if candidate.known == .max { return true }
        let start = Int(request.methodRange.start)
        for name in candidate.others where name.count == Int(request.methodRange.count) {
            var same = true
            for index in name.indices where name[index] != bytes[start + index] { same = false }
            if same { return true }
        }
        return false
    }
}
