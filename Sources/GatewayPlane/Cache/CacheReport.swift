public import GatewayCore

/// What the cache holds and did, for metrics and the admin API.
public struct CacheReport: Sendable, Equatable {
    public var entries = 0
    /// Bytes that count towards the limit, what is being filled included.
    public var bytes = 0
    public var filling = 0
    public var limit = 0
    public var evictions: UInt64 = 0
    /// `robots.txt` files and sitemaps kept for errors.
    public var files = 0
    /// Requests by `CacheStatus.Outcome`, in the order of its cases; those of routes without a cache do not count.
    public var outcomes = [UInt64](repeating: 0, count: CacheStatus.Outcome.allCases.count)
    public var stored: UInt64 = 0
    /// Requests that got the answer to another one.
    public var collapsed: UInt64 = 0
    /// Nil where no directory is configured.
    public var disk: DiskReport?

    public init() {}

    public func count(_ outcome: CacheStatus.Outcome) -> UInt64 { self.outcomes[Int(outcome.rawValue)] }

    /// Adds the counts of another worker.
    mutating func add(_ other: CacheReport) {
        for index in self.outcomes.indices { self.outcomes[index] &+= other.outcomes[index] }
        self.stored &+= other.stored
        self.collapsed &+= other.collapsed
    }

    /// Takes what the store says of itself.
    mutating func setStore(_ store: CacheReport) {
        self.entries = store.entries
        self.bytes = store.bytes
        self.filling = store.filling
        self.limit = store.limit
        self.evictions = store.evictions
        self.files = store.files
        self.disk = store.disk
    }
}

/// What is to be taken out of the cache.
public enum CachePurge: Sendable, Equatable {
    /// Every variant of an absolute URL.
    case url(String)
    case tag(String)
    case all
}
