internal import GatewayFaults
internal import GatewayReactor

/// One request that was turned away, in numbers; words are made when somebody asks.
struct ShedRecord: BitwiseCopyable, Sendable {
    var high: UInt64
    var low: UInt64
    /// Milliseconds since 1970.
    var startedMS: UInt64
    var fault: Fault
    var status: UInt16
    /// The route's number in its configuration.
    var route: Int
    var peer: SocketAddress
    /// Where a queue inside an endpoint was the cause.
    var backlog: BacklogNote?
    /// Where an endpoint in distress got no more.
    var distress: DistressNote?
}
