internal import GatewayBytes
internal import GatewayFaults
internal import GatewayWire

/// One stream of an HTTP/2 connection to an endpoint, beside the `UpstreamConnection` that stands for it.
///
/// The request is composed in HTTP/1.1 form, as for every upstream; `phase` is how far it was turned into frames. The
/// response is put into the input in that form, too; `framing` is how its end is told there.
struct UpstreamStream: ~Copyable {
    enum Phase: UInt8, BitwiseCopyable {
        /// The head comes next.
        case head
        /// Content in chunks, which are taken off.
        case chunked
        /// Content as long as announced.
        case length
        /// Content until the stream is ended: a tunnel's.
        case untilEnd
        /// END_STREAM was sent.
        case ended
    }

    enum Framing: UInt8, BitwiseCopyable {
        /// No final head has come.
        case none
        case chunked
        /// By length, or there is no content.
        case length
        case tunnel
    }

    /// The connection that carries it, until that is gone, and its name there; 0 until HEADERS were sent.
    var carrier = SlabKey.none
    var id: UInt32 = 0
    var phase = Phase.head
    /// Bytes of the request head at the front of the output.
    var headCount = 0
    /// The protocol of an extended CONNECT, in the head (RFC 8441).
    var upgrade: ByteRange?
    /// Of a length: what is left.
    var remaining: UInt64 = 0
    /// Of chunks.
    var chunks = BodyDecoder(framing: .none, side: .client)
    /// Content at the front of the output, of the chunk that was begun.
    var pending = 0
    var trailers = FieldTable()
    var framing = Framing.none
    /// Content that came and was not given back to the windows.
    var held = 0
    var openedAt: UInt64 = 0
    /// The response is complete.
    var hasEnded = false
    /// And it was read to its end.
    var isRead = false
    /// The stream is over on the connection: reset, or gone with it.
    var isCut = false

    init() {}

    mutating func open(carrier: SlabKey, now: UInt64) {
        self.carrier = carrier
        self.id = 0
        self.phase = .head
        self.headCount = 0
        self.upgrade = nil
        self.remaining = 0
        self.pending = 0
        self.framing = .none
        self.held = 0
        self.openedAt = now
        self.hasEnded = false
        self.isRead = false
        self.isCut = false
    }
}
