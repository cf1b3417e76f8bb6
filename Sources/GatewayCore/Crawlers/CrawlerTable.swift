public import GatewayWire

/// What is known of addresses that crawlers were claimed from, and which of them are being looked up.
///
/// Bounded in entries and in look-ups under way, whatever strangers claim. Told the time; not responsible for asking.
/// Times are monotonic nanoseconds.
public struct CrawlerTable: Sendable {
    /// What is known, and whether it is to be asked for now.
    public struct Answer: Hashable, Sendable {
        public var finding: CrawlerFinding
        public var asks: Bool
    }

    private struct Entry {
        var address: DNSAddress
        var finding: CrawlerFinding
        var until: UInt64
        /// The table's clock when it was last looked at.
        var used: UInt64
    }

    private static let second: UInt64 = 1_000_000_000
    /// A time to live is moved between these: crawlers keep their addresses for months.
    private static let shortest = 3600 * Self.second
    private static let longest = 24 * 3600 * Self.second
    /// Shorter, because a "no" that was a mistake of the engine's must not last as long as an outage.
    private static let strangerTime = 600 * Self.second
    private static let unknownTime = 60 * Self.second
    /// Longer than any look-up takes.
    private static let patience = 120 * Self.second
    private static let ways = 8

    /// Within a set the least recently used goes first, which bounds the work as well.
    private var sets: [[Entry]]
    private var pending: [DNSAddress: UInt64] = [:]
    private let mostPending: Int
    private var clock: UInt64 = 0

    public init(capacity: Int = 4096, mostPending: Int = 32) {
        self.sets = Array(repeating: [], count: max(1, capacity / Self.ways))
        self.mostPending = mostPending
    }

    public var count: Int { self.sets.reduce(0) { $0 + $1.count } }
    public var pendingCount: Int { self.pending.count }

    /// A client at `address` says that it is a crawler.
    ///
    /// What is out of date counts until something better is known.
    public mutating func look(_ address: DNSAddress, now: UInt64) -> Answer {
        let set = self.set(of: address)
        self.clock += 1
        guard let place = self.sets[set].firstIndex(where: { $0.address == address }) else {
            return Answer(finding: .unknown, asks: self.begin(address, now))
        }
        self.sets[set][place].used = self.clock
        let entry = self.sets[set][place]
        return Answer(finding: entry.finding, asks: now >= entry.until && self.begin(address, now))
    }

    /// The look-up of `address` is over.
    public mutating func learned(_ address: DNSAddress, _ finding: CrawlerFinding, now: UInt64) {
        self.pending[address] = nil
        let set = self.set(of: address)
        let until = now + Self.lifetime(finding)
        self.clock += 1
        guard let place = self.sets[set].firstIndex(where: { $0.address == address }) else {
            return self.add(Entry(address: address, finding: finding, until: until, used: self.clock), to: set)
        }
        self.sets[set][place].until = until
        // While the name servers are silent, what they said before counts.
        if finding != .unknown { self.sets[set][place].finding = finding }
    }

    private mutating func add(_ entry: Entry, to set: Int) {
        guard self.sets[set].count >= Self.ways else { return self.sets[set].append(entry) }
        let oldest = self.sets[set].indices.min { self.sets[set][$0].used < self.sets[set][$1].used }
        if let oldest { self.sets[set][oldest] = entry }
    }

    /// Whether there is room for one more look-up, which then is under way.
    private mutating func begin(_ address: DNSAddress, _ now: UInt64) -> Bool {
        if let deadline = self.pending[address], now < deadline { return false }
        if self.pending.count >= self.mostPending { self.pending = self.pending.filter { now < $0.value } }
        guard self.pending.count < self.mostPending else { return false }
        self.pending[address] = now + Self.patience
        return true
    }

    // Swift seeds hashes by process: nobody outside can aim at one set.
    private func set(of address: DNSAddress) -> Int {
        Int(UInt(bitPattern: address.hashValue) % UInt(self.sets.count))
    }

    private static func lifetime(_ finding: CrawlerFinding) -> UInt64 {
        switch finding {
        case .crawler(_, _, let ttl): min(max(UInt64(ttl) * Self.second, Self.shortest), Self.longest)
        case .stranger: Self.strangerTime
        case .unknown: Self.unknownTime
        }
    }
}
