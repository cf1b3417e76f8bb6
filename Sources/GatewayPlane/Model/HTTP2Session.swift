internal import GatewayBytes
internal import GatewayCore

/// One client's HTTP/2 connection: the protocol's state, and which streams are under way.
struct HTTP2Session: ~Copyable {
    var connection = HTTP2Connection(role: .server)
    /// Streams under way, as clients.
    var streams: ContiguousArray<SlabKey> = []
    /// The end was announced; since then the PING of the announcement is under way.
    var isClosing = false

    /// When it is closed, while it has no streams; 0 before the first time.
    var idleUntil: UInt64 = 0
    /// Bytes that were read and are done with.
    var received: UInt64 = 0

    init() {}

    /// Makes the slot fresh for a new connection.
    mutating func open(limits: HTTP2Limits, seed: UInt64) {
        self.connection = HTTP2Connection(role: .server, limits: limits, seed: seed)
        self.streams.removeAll(keepingCapacity: true)
        self.isClosing = false
        self.idleUntil = 0
        self.received = 0
    }
}
