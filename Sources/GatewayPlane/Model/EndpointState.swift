internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// A worker's state of one endpoint: addresses, pool, and whether it is skipped for a moment.
struct EndpointState: ~Copyable {
    // First what every request reads, so that of the many endpoints of a large pool few cache lines are touched.
    /// Skipped until then, after a connect failed.
    var downUntil: UInt64 = 0
    var active = 0
    var connections = 0
    var poolHead = SlabKey.none
    var poolCount = 0
    /// How long an idle connection may be reused: learned, and no longer than `idleTimeout`, which somebody set.
    var reuseLimit = IdleLifetime.start
    var latency = LatencyAverage()
    var checkedUpSince: UInt64 = 0
    /// Requests that wait for their response head.
    var awaitingHead = 0
    /// Active checks that say it is down.
    var failingChecks = 0
    var isCheckedDown: Bool { self.failingChecks > 0 }
    /// What all workers have under way, and how much of that this one told; nil where none is shared.
    var share: SharedCount?
    var toldLoad = 0
    var failuresInRow: UInt32 = 0
    /// An operator took it out.
    var isDrained = false
    var speaksHTTP2 = false
    var poolLimit = 256
    /// Routes that name it.
    var routes = 0
    var requests: UInt64 = 0
    var reused: UInt64 = 0
    /// What was learned of how long the peer keeps idle connections.
    var lifetime = IdleLifetime()
    var adaptive = AdaptiveLimit(OverloadPolicy())
    var health = PassiveHealth()
    var backlog = BacklogLimit(OverloadPolicy())
    /// Until then HTTP/1.1 is spoken all the same: the peer asked for it (HTTP_1_1_REQUIRED).
    var http1Until: UInt64 = 0
    /// HTTP/2: connections that carry streams, and exchanges that wait until one has room.
    var sessions: ContiguousArray<SlabKey> = []
    var awaitingStream: ContiguousArray<SlabKey> = []
    /// Those of them that open a connection for all; some may be done with it.
    var connectors: ContiguousArray<SlabKey> = []

    /// nil for plain HTTP.
    var encryption: EndpointEncryption?
    /// `http://127.0.0.1:9001`; the identity across reloads.
    var label = ""
    /// The label as it stands in a JSON log line.
    var escapedLabel: [UInt8] = []
    var targets: [ConnectTarget] = []
    /// What is known of each target, at the same place.
    var standings: ContiguousArray<AddressStanding> = []
    /// The family that won last, and how many connections were begun: they choose who is tried first.
    var prefersV6 = true
    var turn: UInt32 = 0
    /// The targets come from a name, which can be asked for again.
    var isNamed = false
    /// What the resolver said last, when it had no answer.
    var resolveFault: Fault?
    var resolveEvidence = ""
    /// When the last look-up ended, and when this worker last asked for another one.
    var resolvedAt: UInt64 = 0
    var askedAt: UInt64 = 0
    /// Exchanges that wait for the look-up.
    var awaiting: ContiguousArray<SlabKey> = []
    var idleTimeout = UInt64.max
    /// When it last took a connection, and when it last closed one before its time.
    var connectedAt: UInt64 = 0
    var leftAt: UInt64 = 0
    /// Connections kept to see how old they get.
    var watched = 0
    /// What requests said last, and what checks did.
    var lastChange: HealthChange?
    var lastCheck: HealthChange?
    /// Requests turned away while it was limited for its backlog: in this spell, and ever.
    var backlogTurnedAway: UInt64 = 0
    var backlogTurnedAwayEver: UInt64 = 0

    var faults: UInt64 = 0
    var opened: UInt64 = 0

    init() {}
}
