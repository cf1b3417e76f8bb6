/// How names of endpoints become addresses.
public struct ResolverSettings: Hashable, Sendable {
    /// Name servers as `address` or `address:port`; empty for those of `/etc/resolv.conf`.
    public var servers: [String]
    public var timeout: Milliseconds
    /// Times to live below and above these are moved to them.
    public var shortest: Milliseconds
    public var longest: Milliseconds
    /// How long addresses are used after the last good answer, while there is none.
    public var keep: Milliseconds

    public init(
        servers: [String] = [],
        timeout: Milliseconds = .seconds(2),
        shortest: Milliseconds = .seconds(1),
        longest: Milliseconds = .seconds(60),
        keep: Milliseconds = .seconds(3600)
    ) {
        self.servers = servers
        self.timeout = timeout
        self.shortest = shortest
        self.longest = longest
        self.keep = keep
    }
}

/// What one client address may take; nil is no limit.
public struct ClientLimits: Hashable, Sendable {
    /// Connections open at once.
    public var connections: Int?
    /// Requests under way at once.
    public var requests: Int?

    public init(connections: Int? = nil, requests: Int? = nil) {
        self.connections = connections
        self.requests = requests
    }
}
