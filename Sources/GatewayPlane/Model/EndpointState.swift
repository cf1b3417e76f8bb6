internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor

/// A worker's state of one endpoint: addresses, pool, and whether it is skipped for a moment.
struct EndpointState: ~Copyable {
    /// `http://127.0.0.1:9001`; the identity across reloads.
    var label = ""
    /// The label as it stands in a JSON log line.
    var escapedLabel: [UInt8] = []
    var targets: [ConnectTarget] = []
    /// Resolver error (`EAI_…`) when there are no targets.
    var resolveError: Int32 = 0
    /// Which target to try first: the one that worked last.
    var preferred = 0
    var poolHead = SlabKey.none
    var poolCount = 0
    var poolLimit = 256
    /// What was learned of how long the peer keeps idle connections.
    var lifetime = IdleLifetime()
    /// How long an idle connection may be reused: learned, and no longer than `idleTimeout`, which somebody set.
    var reuseLimit = IdleLifetime.start
    var idleTimeout = UInt64.max
    /// Connections kept to see how old they get.
    var watched = 0
    /// Skipped until then, after a connect failed.
    var downUntil: UInt64 = 0
    var failuresInRow: UInt32 = 0
    var health = PassiveHealth()
    var latency = LatencyAverage()
    /// An active check says so.
    var isCheckedDown = false
    var checkedUpSince: UInt64 = 0
    /// An operator took it out.
    var isDrained = false
    var lastChange: HealthChange?
    var adaptive = AdaptiveLimit(OverloadPolicy())
    /// Routes that name it, and connections that are open.
    var routes = 0
    var connections = 0
    var active = 0

    var requests: UInt64 = 0
    var faults: UInt64 = 0
    var opened: UInt64 = 0
    var reused: UInt64 = 0

    init() {}
}
