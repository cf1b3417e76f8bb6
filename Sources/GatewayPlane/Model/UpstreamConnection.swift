internal import GatewayBytes
internal import GatewayReactor

/// One connection to an endpoint: connecting, leased to an exchange, or waiting in the pool.
struct UpstreamConnection: ~Copyable {
    enum Stage: UInt8, BitwiseCopyable {
        case connecting
        /// Connected, and agreeing on TLS for its exchange.
        case handshaking
        case leased
        case pooled
        /// Idle and out of reach: kept to learn when the peer closes it.
        case watched
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
    /// Bytes of the requests before this one.
    var written: UInt64 = 0
    /// Exchanges before this one.
    var uses: UInt32 = 0
    var stage = Stage.connecting
    /// Its place in the race, while connecting.
    var place: UInt8 = 0
    /// Its address is no longer one of the endpoint's: not used again.
    var isOutdated = false
    /// Began with the address of one client: not used for another.
    var isPersonal = false
    var canRead = false
    var canWrite = false
    var peerClosed = false

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
        self.stage = .connecting
        self.place = 0
        self.isOutdated = false
        self.isPersonal = false
        self.canRead = false
        self.canWrite = false
        self.peerClosed = false
    }
}
