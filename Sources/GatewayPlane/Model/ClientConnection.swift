internal import GatewayBytes
internal import GatewayReactor

/// One client's connection: small, because ten thousand of them wait idle.
///
/// Holds buffers and an exchange only while a request is under way.
struct ClientConnection: ~Copyable {
    /// What the connection is doing.
    enum Stage: UInt8, BitwiseCopyable {
        /// The proxy in front has to say first whose connection it is.
        case readingProxyHeader
        /// TLS is being agreed on; no byte of a request yet.
        case handshaking
        /// Kept alive, no byte of a request yet.
        case idle
        /// A request head is coming in.
        case readingHead
        /// An exchange is under way.
        case exchanging
        /// Everything was answered; waiting for the client to read it and leave.
        case lingering
        /// Carries streams, which are clients of their own (HTTP/2).
        case multiplexed
    }

    /// What its bytes come from and go to.
    enum Carrier: UInt8, BitwiseCopyable {
        case socket
        /// A stream of an HTTP/2 connection.
        case stream
    }

    var socket = Socket.none
    /// The client's address: that of the socket, or what a proxy in front told.
    var peer = SocketAddress.unix
    /// The proxy that told it, and where the client had connected to; nil where nobody did.
    var relay: SocketAddress?
    var destination: SocketAddress?
    var input = Buffer()
    var output = Buffer()
    var exchange = SlabKey.none
    var acceptedAt: UInt64 = 0
    var requests: UInt32 = 0
    var lingerLeft: UInt32 = 0
    /// Of a socket that carries streams, its session; of a stream, its state.
    var multiplexing = SlabKey.none
    var listener: UInt16 = 0
    /// Where its requests are sent, https:// at this port; 0 for nowhere.
    var redirectPort: UInt16 = 0
    var stage = Stage.idle
    var carrier = Carrier.socket
    /// Edges seen and not used up.
    var canRead = false
    var canWrite = false
    /// The client sent FIN: it may still want its answer.
    var hasFinished = false
    /// In the list of connections that have input to look at.
    var isReady = false
    var isTrusted = false
    /// Nobody: it stands in for the client of a request that the cache makes to refresh itself, or of a second attempt.
    var isGhost = false
    /// The limiter that counts it until it closes; 0 for none.
    var countedBy = 0

    init() {}

    /// Makes the slot fresh for a new client; keeps no bytes of the last one.
    mutating func open(_ socket: consuming Socket, peer: SocketAddress, listener: Int, now: UInt64) {
        self.socket = socket
        self.peer = peer
        self.relay = nil
        self.destination = nil
        self.exchange = .none
        self.acceptedAt = now
        self.requests = 0
        self.multiplexing = .none
        self.listener = UInt16(truncatingIfNeeded: listener)
        self.redirectPort = 0
        self.stage = .idle
        self.carrier = .socket
        self.canRead = false
        self.canWrite = true
        self.hasFinished = false
        self.isReady = false
        self.isTrusted = false
        self.isGhost = false
        self.countedBy = 0
    }
}
