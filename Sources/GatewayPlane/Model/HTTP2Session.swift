internal import GatewayBytes
internal import GatewayCore

/// One client's HTTP/2 connection: the protocol's state, and which streams are under way.
struct HTTP2Session: ~Copyable {
    var connection = HTTP2Connection(role: .server)
    /// Streams under way, as clients.
    var streams: ContiguousArray<SlabKey> = []
    /// The end was announced; since then the PING of the announcement is under way.
    var isClosing = false

    init() {}

    /// Makes the slot fresh for a new connection.
    mutating func open(limits: HTTP2Limits, seed: UInt64) {
        self.connection = HTTP2Connection(role: .server, limits: limits, seed: seed)
        self.streams.removeAll(keepingCapacity: true)
        self.isClosing = false
    }
}
