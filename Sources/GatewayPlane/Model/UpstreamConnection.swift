internal import GatewayBytes
internal import GatewayReactor

/// One connection to an endpoint: connecting, leased to an exchange, or waiting in the pool.
///
/// With HTTP/2 the connection carries streams, each of which is an upstream connection of its own without a socket.
struct UpstreamConnection: ~Copyable {
    enum Stage: UInt8, BitwiseCopyable {
        case connecting
        /// Connected, and agreeing on TLS for its exchange.
        case handshaking
        case leased
        case pooled
        /// Idle and out of reach: kept to learn when the peer closes it.
        case watched
        /// Carries streams (HTTP/2).
        case multiplexed
    }

    /// What its bytes go to and come from.
    enum Carrier: UInt8, BitwiseCopyable {
        case socket
        /// A stream of an HTTP/2 connection.
        case stream
    }

    var socket = Socket.none
    var input = Buffer()
    var output = Buffer()
    var exchange = SlabKey.none
    var endpoint = SlabKey.none
    /// Neighbours in the endpoint's pool.
    var poolNext = SlabKey.none
    var poolPrevious = SlabKey.none
    var address = SocketAddress.unix
    var openedAt: UInt64 = 0
    var pooledAt: UInt64 = 0
    var deadline: UInt64 = 0
    /// Of a socket that carries streams, its session; of a stream, its state.
    var multiplexing = SlabKey.none
    /// Bytes of the requests before this one.
    var written: UInt64 = 0
    /// Exchanges before this one.
    var uses: UInt32 = 0
    var stage = Stage.connecting
    var carrier = Carrier.socket
    /// Its place in the race, while connecting.
    var place: UInt8 = 0
    /// Its address is no longer one of the endpoint's: not used again.
    var isOutdated = false
    /// Began with the address of one client: not used for another.
    var isPersonal = false
    var canRead = false
    var canWrite = false
    var peerClosed = false
    /// In the list of connections that have frames to look at or to send.
    var isReady = false

    init() {}

    mutating func open(_ socket: consuming Socket, endpoint: SlabKey, address: SocketAddress, now: UInt64) {
        self.socket = socket
        self.endpoint = endpoint
        self.address = address
        self.exchange = .none
        self.poolNext = .none
        self.poolPrevious = .none
        self.openedAt = now
        self.pooledAt = now
        self.written = 0
        self.uses = 0
        self.multiplexing = .none
        self.stage = .connecting
        self.carrier = .socket
        self.place = 0
        self.isOutdated = false
        self.isPersonal = false
        self.canRead = false
        self.canWrite = false
        self.peerClosed = false
        self.isReady = false
    }
}
