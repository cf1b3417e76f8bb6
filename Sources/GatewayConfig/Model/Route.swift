/// Requests that belong together and the upstream servers that answer them.
public struct Route: Hashable, Sendable {
    /// Unique; the label in logs and metrics.
    ///
    /// Without one in the file it is `route-1`, `route-2`, … by position.
    public var name: String
    public var match: RouteMatch
    public var endpoints: [Endpoint]
    public var timeouts: Timeouts
    public var hostField: HostField
    /// Further attempts after the first; 0 never retries.
    public var retryAttempts: Int
    /// Whether `match.pathPrefix` is removed before the request goes upstream.
    public var stripsPrefix: Bool
    /// Kept-alive connections without a request, per endpoint and worker.
    public var idleConnections: Int
    public var origin: SettingOrigin

    public init(
        name: String,
        match: RouteMatch = RouteMatch(),
        endpoints: [Endpoint],
        timeouts: Timeouts = Timeouts(),
        hostField: HostField = .pass,
        retryAttempts: Int = 2,
        stripsPrefix: Bool = false,
        idleConnections: Int = 1024,
        origin: SettingOrigin = .builtIn
    ) {
        self.name = name
        self.match = match
        self.endpoints = endpoints
        self.timeouts = timeouts
        self.hostField = hostField
        self.retryAttempts = retryAttempts
        self.stripsPrefix = stripsPrefix
        self.idleConnections = idleConnections
        self.origin = origin
    }
}
