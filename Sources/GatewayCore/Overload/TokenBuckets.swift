/// A token bucket for each client address, in a table of fixed size.
///
/// A client's bucket can be in one of eight places only, so a look-up costs one or two cache lines whatever the load,
/// and a flood of addresses cannot make the table grow. When all eight are taken, the fullest bucket is given up: it
/// belongs to whoever used the least, and forgetting it gives away the least. A client at its limit has the emptiest
/// bucket and is the last to be forgotten; to wash it out, an attacker must bring eight other clients of the same
/// set to their limits, and the hash is keyed so that nobody knows which those are. A bucket that is full again holds
/// nothing and is free.
///
/// Per route and worker; memory is taken once, 24 bytes an entry.
public struct TokenBuckets: ~Copyable, Sendable {
    private static let ways = 8

    private struct Entry: Sendable, BitwiseCopyable {
        var bits: UInt64
        var isV4: Bool
        /// 0 in an entry that was never used.
        var fullAt: UInt64
    }

    public let rule: RateRule
    private let seed: UInt64
    private let setMask: UInt64
    private var entries: ContiguousArray<Entry>
    /// Buckets given up before they were full again: beyond a few, the table is too small for the site.
    public private(set) var evictions: UInt64 = 0

    /// - Parameters:
    ///   - capacity: entries, rounded up to a power of two of at least 8.
    ///   - seed: random bits that clients do not know.
    public init(_ rule: RateRule, capacity: Int = 65_536, seed: UInt64) {
        var size = Self.ways
        while size < min(capacity, 1 << 24) { size *= 2 }
        self.rule = rule
        self.seed = seed
        self.setMask = UInt64(size / Self.ways - 1)
        self.entries = ContiguousArray(repeating: Entry(bits: 0, isV4: false, fullAt: 0), count: size)
    }

    /// Entries that the table has.
    public var capacity: Int { self.entries.count }

    /// A request of a client came.
    public mutating func take(_ client: ClientKey, _ now: UInt64) -> RateRule.Verdict {
        let first = Int(client.hash(self.seed) & self.setMask) * Self.ways
        var fullest = first
        for index in first..<first + Self.ways {
            if self.entries[index].bits == client.bits, self.entries[index].isV4 == client.isV4 {
                return self.rule.decide(&self.entries[index].fullAt, now)
            }
            if self.entries[index].fullAt < self.entries[fullest].fullAt { fullest = index }
        }
        if self.entries[fullest].fullAt > now { self.evictions &+= 1 }
        self.entries[fullest] = Entry(bits: client.bits, isV4: client.isV4, fullAt: 0)
        return self.rule.decide(&self.entries[fullest].fullAt, now)
    }
}
