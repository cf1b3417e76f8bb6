internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayWire

/// A worker's state of one route: balancing, timers in nanoseconds, and how many exchanges use it.
struct RouteState: ~Copyable {
    var name = ""
    /// The name as it stands in a JSON log line.
    var escapedName: [UInt8] = []
    var number = 0
    /// Index of the route's counters; kept across reloads by name.
    var counters = 0
    var endpoints: ContiguousArray<SlabKey> = []
    var rewrites: ContiguousArray<RouteRewrite> = []
    var balancer = Balancer()
    /// What requests are told apart by; nil where the method asks for none.
    var hashKey: BalancePolicy.Key?
    var sticky: StickyCookie?
    var ejection = EjectionRules(EjectionPolicy())
    var timers = TimerSettings()
    var extraAttempts = 0
    /// How long the route's responses take to begin.
    var latency = LatencyAverage()
    var budget = RetryBudget(RetryPolicy())
    /// When a second server is asked; nil for never.
    var hedge: HedgeDelay?
    var trustsIdempotencyKey = false
    /// Bytes of content kept for another attempt.
    var replayLimit: UInt64 = 0
    var waiting = WaitingQueue(capacity: 0)
    var gate = SojournGate(wait: WaitPolicy(), overload: OverloadPolicy())
    var drain = DrainRate(now: 0)
    /// The one that tries again while nothing is up; the others wait behind it.
    var prober = SlabKey.none
    var probeDelay: UInt64 = 0
    var isListedAsWaiting = false
    /// Requests under way, of the route and of each of its endpoints; `.max` for any number.
    var requestLimit = Int.max
    var endpointRequestLimit = Int.max
    /// What all workers have under way, and how much of that this one told; nil where none is shared.
    var share: RouteShare?
    var toldLoad = 0
    var hasCache = false
    var cache: CacheRules?
    var endpointConnectionLimit = Int.max
    /// Lower-case name of the field that names the urgency; nil believes nobody.
    var priorityField: String?
    /// The lower-case name of the field that says how long a client waits.
    var deadlineField: String?
    /// nil where no rate is set.
    var rate: RouteRate?
    /// Closed for maintenance, except for whom the policy lets pass.
    var isClosed = false
    var maintenance = MaintenancePolicy()

    var maintenancePause: UInt32 { max(1, self.maintenance.retryAfter.count / 1000) }
    /// The header in front of each upstream connection; nil for none.
    var proxyHeader: ProxyHeader.Version?
    var inUse = 0
    var isRetired = false

    init() {}
}

/// The timers of a route in nanoseconds; 0 is "no limit".
struct TimerSettings: BitwiseCopyable, Sendable {
    var clientHead: UInt64 = 0
    var clientBody: UInt64 = 0
    var clientIdle: UInt64 = 0
    var connect: UInt64 = 0
    var handshake: UInt64 = 0
    var write: UInt64 = 0
    var responseHead: UInt64 = 0
    var responseBody: UInt64 = 0
    var total: UInt64 = 0
    var upstreamIdle: UInt64 = 0
    var upstreamPing: UInt64 = 0
    var upstreamWatch: UInt64 = 0
    var tunnelIdle: UInt64 = 0
}
