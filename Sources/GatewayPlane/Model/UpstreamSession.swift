internal import GatewayBytes
internal import GatewayCore
internal import GatewayWire

/// One HTTP/2 connection to an endpoint, beside the `UpstreamConnection` that holds its socket: the protocol's state,
/// and which streams are under way.
struct UpstreamSession: ~Copyable {
    /// Times that the route set for whose request the connection was opened.
    struct Times: BitwiseCopyable, Sendable {
        /// For the peer's SETTINGS, and for the answer to a PING.
        var reach: UInt64 = 0
        var write: UInt64 = 0
        /// Silence after which a PING asks before another request is sent; 0 for never.
        var ping: UInt64 = 0
        /// Silence of streams under way after which a PING asks whether the peer is there; 0 for never.
        var watch: UInt64 = 0
    }

    var connection = HTTP2Connection(role: .client)
    /// Streams under way, as upstream connections.
    var streams: ContiguousArray<SlabKey> = []
    var times = Times()
    /// Takes no more streams: GOAWAY came, or it failed, or nobody wants it any more.
    var isClosing = false
    /// Its frames are being handled: nobody may close it now.
    var isMoving = false
    /// Its tables were given back, because nobody needed them.
    var isCalm = false
    /// What the next handshake takes up was kept.
    var hasKeptResumption = false
    var openedAt: UInt64 = 0
    var lastReceived: UInt64 = 0
    /// When its last stream ended.
    var idleSince: UInt64 = 0
    /// When frames began to wait for the socket; 0 while none do.
    var blockedSince: UInt64 = 0
    /// When the PING was sent whose answer is open; 0 for none.
    ///
    /// Until it comes no stream is opened.
    var pingSentAt: UInt64 = 0
    var lastPing: UInt64 = 0

    init() {}

    /// Streams of one connection, where its peer allows as many: few connections carry much each, so that what goes out
    /// and comes back in a turn is few writes and reads.
    private static var mostStreams: Int { 256 }

    /// What one connection may make us hold: the content of its streams that clients have not taken yet.
    ///
    /// The connection's window is as wide as those of all its streams, so that a client that takes nothing stops its
    /// own stream and no other.
    static var limits: HTTP2Limits {
        var limits = HTTP2Limits()
        limits.concurrentStreams = Self.mostStreams
        limits.mostStreamWindow = 262_144
        limits.connectionWindow = Self.mostStreams * limits.mostStreamWindow
        limits.mostConnectionWindow = limits.connectionWindow
        return limits
    }

    /// Makes the slot fresh for a new connection.
    mutating func open(limits: HTTP2Limits, times: Times, seed: UInt64, now: UInt64) {
        self.connection = HTTP2Connection(role: .client, limits: limits, seed: seed)
        self.streams.removeAll(keepingCapacity: true)
        self.times = times
        self.isClosing = false
        self.isMoving = false
        self.hasKeptResumption = false
        self.isCalm = false
        self.openedAt = now
        self.lastReceived = now
        self.idleSince = now
        self.blockedSince = 0
        self.pingSentAt = 0
        self.lastPing = 0
    }
}
