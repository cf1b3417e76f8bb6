internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore

/// What a worker takes from its configuration, in the form the hot path reads.
struct WorkerSettings: ~Copyable {
    var snapshot: Snapshot
    /// The snapshot's, here because every look through a reference counts it.
    var rules: ForwardingRules
    var limits: HeadLimitsPair
    var defaultTimers: TimerSettings
    var routeKeys: ContiguousArray<SlabKey> = []
    /// The limits of single clients, if there are any.
    var clientLimiter: ClientLimiter?
    var countsClients: Bool
    /// Some route has a cache.
    var keepsResponses: Bool
    var logFormat: GatewayConfig.AccessLog.Format

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        self.rules = snapshot.rules.copy()
        self.limits = snapshot.limits
        self.defaultTimers = TimerSettings(snapshot.configuration.timeouts)
        self.clientLimiter = snapshot.clientLimiter
        self.countsClients = snapshot.clientLimiter != nil
        self.keepsResponses = snapshot.configuration.routes.contains { $0.cache != nil }
        self.logFormat = snapshot.configuration.accessLog.format
    }
}
