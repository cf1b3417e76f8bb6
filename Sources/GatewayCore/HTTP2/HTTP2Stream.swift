internal import GatewayBytes
internal import GatewayWire

/// One stream that is not idle and not closed (RFC 9113 §5.1).
internal struct HTTP2Stream: Sendable, BitwiseCopyable {
    internal var id: UInt32 = 0
    /// What the driver calls it.
    internal var tag = SlabKey.none
    /// The peer ended it: half-closed (remote).
    internal var remoteEnded = false
    /// We ended it: half-closed (local).
    internal var localEnded = false
    /// The head of the message that the peer sends was received, interim responses apart.
    internal var hasHead = false
    /// The response has no content whatever its length says: to HEAD, 204, 304.
    internal var forbidsContent = false
    /// The request was HEAD.
    internal var isHead = false
    internal var isConnect = false
    internal var interims = 0
    /// What `content-length` announced.
    internal var expected: UInt64?
    internal var received: UInt64 = 0
    /// What we may send; SETTINGS can make it negative (RFC 9113 §6.9.2).
    internal var sendWindow = 0
    internal var receiveWindow = HTTP2ReceiveWindow(0, most: 0)
    internal var priority = HTTP2Priority()
    /// PRIORITY_UPDATE overrides the field (RFC 9218 §7).
    internal var hasPriorityUpdate = false
    /// The driver has content to send.
    internal var isPending = false

    internal init() {}
}
