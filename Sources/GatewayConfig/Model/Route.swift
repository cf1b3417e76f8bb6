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
    public var balance: BalancePolicy
    public var health: HealthPolicy
    public var retry: RetryPolicy
    public var hedge: HedgePolicy
    public var wait: WaitPolicy
    public var load: LoadLimits
    public var overload: OverloadPolicy
    public var rate: RatePolicy
    /// nil: nothing is kept.
    public var cache: CachePolicy?
    public var maintenance: MaintenancePolicy
    public var objective: Objective?
    /// The request field that says how long its client waits; nil for none that is believed.
    public var deadlineField: String?
    /// Whether `match.pathPrefix` is removed before the request goes upstream.
    public var stripsPrefix: Bool
    /// Kept-alive connections without a request, per endpoint and worker.
    public var idleConnections: Int
    /// The header in front of each connection to an upstream server; nil for none.
    public var sentProxyProtocol: ProxyProtocolVersion?
    public var origin: SettingOrigin

    public init(
        name: String,
        match: RouteMatch = RouteMatch(),
        endpoints: [Endpoint],
        timeouts: Timeouts = Timeouts(),
        hostField: HostField = .pass,
        balance: BalancePolicy = BalancePolicy(),
        health: HealthPolicy = HealthPolicy(),
        retry: RetryPolicy = RetryPolicy(),
        hedge: HedgePolicy = HedgePolicy(),
        wait: WaitPolicy = WaitPolicy(),
        load: LoadLimits = LoadLimits(),
        overload: OverloadPolicy = OverloadPolicy(),
        rate: RatePolicy = RatePolicy(),
        cache: CachePolicy? = nil,
        maintenance: MaintenancePolicy = MaintenancePolicy(),
        objective: Objective? = nil,
        deadlineField: String? = nil,
        stripsPrefix: Bool = false,
        idleConnections: Int = 1024,
        sentProxyProtocol: ProxyProtocolVersion? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.name = name
        self.match = match
        self.endpoints = endpoints
        self.timeouts = timeouts
        self.hostField = hostField
        self.balance = balance
        self.health = health
        self.retry = retry
        self.hedge = hedge
        self.wait = wait
        self.load = load
        self.overload = overload
        self.rate = rate
        self.cache = cache
        self.maintenance = maintenance
        self.objective = objective
        self.deadlineField = deadlineField
        self.stripsPrefix = stripsPrefix
        self.idleConnections = idleConnections
        self.sentProxyProtocol = sentProxyProtocol
        self.origin = origin
    }
}
