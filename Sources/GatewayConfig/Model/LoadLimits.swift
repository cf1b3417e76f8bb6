/// How much a route or one of its endpoints takes at once; what is over waits (`WaitPolicy`).
///
/// Numbers hold for the whole process and are shared out among the workers; nil is no limit.
public struct LoadLimits: Hashable, Sendable {
    /// Requests of the route under way.
    public var requests: Int?
    /// Requests under way per endpoint.
    public var endpointRequests: Int?
    /// Connections open per endpoint.
    public var endpointConnections: Int?

    public init(requests: Int? = nil, endpointRequests: Int? = nil, endpointConnections: Int? = nil) {
        self.requests = requests
        self.endpointRequests = endpointRequests
        self.endpointConnections = endpointConnections
    }
}

/// A bound on how often: a token bucket.
public struct RateLimit: Hashable, Sendable {
    /// Requests per `period`.
    public var requests: Int
    public var period: Milliseconds
    /// Requests that may come at once.
    public var burst: Int

    public init(requests: Int, period: Milliseconds = .seconds(1), burst: Int? = nil) {
        self.requests = requests
        self.period = period
        self.burst = burst ?? requests
    }
}

/// Rate limits of a route; nil is none.
public struct RatePolicy: Hashable, Sendable {
    /// For each client address (IPv6: each /64).
    public var client: RateLimit?
    /// For all clients together.
    public var total: RateLimit?

    public init(client: RateLimit? = nil, total: RateLimit? = nil) {
        self.client = client
        self.total = total
    }
}

/// What an endpoint in distress is asked to take.
public struct OverloadPolicy: Hashable, Sendable {
    /// Whether the number of requests under way follows the endpoint's distress (timeouts, 503, refused connections).
    public var isAdaptive: Bool
    /// Whether it is also limited where a queue seems to grow inside of it, without distress.
    public var watchesBacklog: Bool
    /// A response head later than this is distress too; nil for none.
    public var latency: Milliseconds?
    /// Longest time in the queue that is normal; when even the shortest wait of `interval` is longer, waits are cut.
    public var sojourn: Milliseconds
    public var interval: Milliseconds
    /// Request field that names the priority (RFC 9218 `u=0` … `u=7`); nil gives everyone the same.
    public var priorityField: String?

    public init(
        isAdaptive: Bool = true,
        watchesBacklog: Bool = true,
        latency: Milliseconds? = nil,
        sojourn: Milliseconds = Milliseconds(500),
        interval: Milliseconds = .seconds(2),
        priorityField: String? = nil
    ) {
        self.isAdaptive = isAdaptive
        self.watchesBacklog = watchesBacklog
        self.latency = latency
        self.sojourn = sojourn
        self.interval = interval
        self.priorityField = priorityField
    }
}
