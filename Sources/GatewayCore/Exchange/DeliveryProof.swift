/// Whether the peer of a failed attempt can have acted on the request, judged by what the kernel saw.
///
/// A peer that sent FIN has closed: what its kernel had not acknowledged by then no program of it will ever read, so
/// the request was not processed and may be sent again whatever its method. A lone RST proves less than it seems to:
/// a program may read a request, act on it and abort within the 40 ms for which its kernel may hold an acknowledgement
/// back. So RST counts only when it came behind a FIN (Linux then reports `EPIPE` instead of `ECONNRESET`).
public enum DeliveryProof: Sendable, BitwiseCopyable, Equatable {
    /// The request may have been read.
    case none
    /// The peer closed before its kernel acknowledged a byte of the request.
    case unread

    /// What is known when an attempt ends.
    public struct Facts: Sendable, BitwiseCopyable {
        /// The peer's FIN was seen, with or without an RST behind it.
        public var sawFIN: Bool
        /// Bytes the peer's kernel acknowledged over the connection's life, the SYN counted as one; nil when unknown.
        public var acknowledged: UInt64?
        /// Bytes written to the connection before this request.
        public var writtenBefore: UInt64
        public var bytesReceived: UInt64

        public init(sawFIN: Bool, acknowledged: UInt64?, writtenBefore: UInt64, bytesReceived: UInt64) {
            self.sawFIN = sawFIN
            self.acknowledged = acknowledged
            self.writtenBefore = writtenBefore
            self.bytesReceived = bytesReceived
        }
    }

    public init(_ facts: Facts) {
        guard facts.sawFIN, facts.bytesReceived == 0, let acknowledged = facts.acknowledged else {
            self = .none
            return
        }
        self = acknowledged <= facts.writtenBefore &+ 1 ? .unread : .none
    }
}
