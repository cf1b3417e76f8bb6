internal import GatewayCore

/// What the requests of one worker found out about an endpoint.
struct HealthNews: Sendable {
    /// The endpoint, and where a route has it: its neighbours there decide whether it may be taken out.
    let endpoint: String
    let route: Int
    let index: Int
    let change: HealthChange
    /// How many ejections the length of the next one grows with.
    let ejections: UInt32
}
