internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// What is known of one attempt, in numbers: made for every exchange, turned into words only for a fault.
struct AttemptTrace: BitwiseCopyable, Sendable {
    var endpoint = SlabKey.none
    var address = SocketAddress.unix
    var connectionAge: UInt64 = 0
    var idleTime: UInt64 = 0
    var uses: UInt32 = 0
    var isReused = false
    /// Went down with a connection that others shared: one of them speaks for all about the endpoint.
    var isCollateral = false
    var started: UInt64 = 0
    var connected: UInt64 = 0
    /// When TLS was agreed on; 0 without.
    var secured: UInt64 = 0
    var sent: UInt64 = 0
    var responded: UInt64 = 0
    var ended: UInt64 = 0
    var bytesSent: UInt64 = 0
    var bytesReceived: UInt64 = 0
    /// Bytes that the connection had carried upstream before.
    var writtenBefore: UInt64 = 0
    /// What the upstream answered, if it did.
    var status: UInt16 = 0
    var errno: Int32 = 0
    var fault: Fault?
    var evidence: TCPEvidence?
    /// Whether the peer can have read the request.
    var proof = DeliveryProof.none
}
