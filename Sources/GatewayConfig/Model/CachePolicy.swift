/// What of a route is kept and for how long (RFC 9111, RFC 5861).
public struct CachePolicy: Hashable, Sendable {
    /// Largest content that is kept, bytes.
    public var object: UInt64
    /// Freshness of a response that says nothing; nil keeps only what says so or allows a heuristic.
    public var defaultFresh: Milliseconds?
    /// How long a stale response may stand in for a fault, where the response itself says nothing.
    public var staleIfError: Milliseconds
    /// How long a stale response may be served while a fresh one is fetched, where it says nothing.
    public var staleWhileRevalidate: Milliseconds
    /// How long error answers (404, 410, 5xx) without freshness are kept; nil for not at all.
    public var negative: Milliseconds?
    /// Response field that lists tags for purging, lower case.
    public var tagField: String
    public var origin: SettingOrigin

    public init(
        object: UInt64 = 8 << 20,
        defaultFresh: Milliseconds? = nil,
        staleIfError: Milliseconds = .seconds(86_400),
        staleWhileRevalidate: Milliseconds = .off,
        negative: Milliseconds? = nil,
        tagField: String = "cache-tag",
        origin: SettingOrigin = .builtIn
    ) {
        self.object = object
        self.defaultFresh = defaultFresh
        self.staleIfError = staleIfError
        self.staleWhileRevalidate = staleWhileRevalidate
        self.negative = negative
        self.tagField = tagField
        self.origin = origin
    }
}

/// Where cached responses are kept; one store for all routes.
public struct CacheStoreSettings: Hashable, Sendable {
    /// Bytes in memory.
    public var memory: UInt64
    /// Directory of the second level on disk; nil for none.
    public var directory: String?
    /// Bytes on disk.
    public var disk: UInt64

    public init(memory: UInt64 = 64 << 20, directory: String? = nil, disk: UInt64 = 1 << 30) {
        self.memory = memory
        self.directory = directory
        self.disk = disk
    }
}
