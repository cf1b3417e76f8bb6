/// What the kernel knew about a connection when it failed (`TCP_INFO`).
public struct TCPEvidence: Codable, Hashable, Sendable {
    /// The name of the state, for example "CLOSE_WAIT".
    public var state: String?
    public var rttUS: UInt64?
    public var rttVarianceUS: UInt64?
    /// Segments sent again because no acknowledgement came.
    public var retransmits: UInt64?
    /// Segments sent and not yet acknowledged.
    public var unacked: UInt64?
    /// Bytes that the peer's kernel acknowledged.
    ///
    /// 0 proves that the application never saw the request.
    public var bytesAcked: UInt64?
    public var bytesReceived: UInt64?

    public init(
        state: String? = nil,
        rttUS: UInt64? = nil,
        rttVarianceUS: UInt64? = nil,
        retransmits: UInt64? = nil,
        unacked: UInt64? = nil,
        bytesAcked: UInt64? = nil,
        bytesReceived: UInt64? = nil
    ) {
        self.state = state
        self.rttUS = rttUS
        self.rttVarianceUS = rttVarianceUS
        self.retransmits = retransmits
        self.unacked = unacked
        self.bytesAcked = bytesAcked
        self.bytesReceived = bytesReceived
    }
}
