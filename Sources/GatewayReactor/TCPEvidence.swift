internal import CGatewaySystem

/// What `TCP_INFO` and the socket queues say about a connection: the evidence behind "was my request received?".
public struct TCPEvidence: Sendable, BitwiseCopyable, Hashable {
    /// The kernel's connection state number (1 established, 8 close wait …).
    public let state: UInt32
    /// Smoothed round-trip time in microseconds.
    public let roundTripMicroseconds: UInt32
    /// Retransmissions of the segment in flight, and of all.
    public let retransmits: UInt32
    public let totalRetransmits: UInt32
    /// Segments sent and not acknowledged.
    public let unackedSegments: UInt32
    /// Milliseconds since bytes last came in.
    public let lastReceivedMilliseconds: UInt32
    /// Bytes the peer's kernel acknowledged; includes one for the SYN.
    public let bytesAcked: UInt64
    public let bytesReceived: UInt64
    /// Bytes in the send queue that were never sent, and that were never acknowledged.
    public let bytesNotSent: Int32
    public let bytesNotAcked: Int32

    init?(descriptor: Int32) {
        var info = gg_tcp_evidence()
        // SAFETY: the C side fills the one struct it is given.
        guard unsafe gg_tcp_evidence_of(descriptor, &info) == 0 else { return nil }
        self.state = info.state
        self.roundTripMicroseconds = info.rtt_us
        self.retransmits = info.retransmits
        self.totalRetransmits = info.total_retransmits
        self.unackedSegments = info.unacked
        self.lastReceivedMilliseconds = info.last_received_ms
        self.bytesAcked = info.bytes_acked
        self.bytesReceived = info.bytes_received
        self.bytesNotSent = info.not_sent
        self.bytesNotAcked = info.not_acked
    }

    /// The kernel's name of the state.
    public var stateName: String {
        let names = [
            "", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT",
            "LAST_ACK", "LISTEN", "CLOSING",
        ]
        return Int(self.state) < names.count ? names[Int(self.state)] : "state \(self.state)"
    }
}
