internal import GatewayBytes
internal import GatewayFaults
internal import GatewayWire

/// One stream of a client's HTTP/2 connection, beside the `ClientConnection` that stands for it.
///
/// The response is composed in HTTP/1.1 form, as for every client; this is how far it was turned into frames.
struct ClientStream: ~Copyable {
    enum Phase: UInt8, BitwiseCopyable {
        /// A head comes next, interim or final.
        case head
        /// Content in chunks, which are taken off.
        case chunked
        /// Content as long as announced.
        case length
        /// Content until the stream is ended, such as a tunnel's.
        case untilEnd
        /// END_STREAM was sent.
        case ended
    }

    /// The connection that carries it, and its name there.
    var carrier = SlabKey.none
    var id: UInt32 = 0
    var phase = Phase.head
    /// Of a length: what is left.
    var remaining: UInt64 = 0
    /// Of chunks.
    var chunks = BodyDecoder(framing: .none, side: .upstream)
    /// Content at the front of the output, of the chunk that was begun.
    var pending = 0
    var trailers = FieldTable()
    /// Content that came and was not given back to the windows.
    var held = 0
    /// The request ended.
    var hasEnded = false

    init() {}

    mutating func open(carrier: SlabKey, id: UInt32) {
        self.carrier = carrier
        self.id = id
        self.phase = .head
        self.remaining = 0
        self.pending = 0
        self.held = 0
        self.hasEnded = false
    }
}
