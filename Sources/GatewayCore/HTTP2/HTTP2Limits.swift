/// What one peer of an HTTP/2 connection may make us hold and do.
///
/// Rates are what a peer may do that moves no exchange forward: a burst, and so many more a second. Not responsible
/// for time: the driver cuts peers that do nothing.
public struct HTTP2Limits: Hashable, Sendable {
    /// A burst, and what comes back every second.
    public struct Rate: Hashable, Sendable, BitwiseCopyable {
        public var burst: Int
        public var perSecond: Int

        public init(burst: Int, perSecond: Int) {
            self.burst = max(burst, 1)
            self.perSecond = max(perSecond, 0)
        }
    }

    /// Streams the peer may have open at once.
    public var concurrentStreams = 128
    /// Size of a header list (RFC 9113 §6.5.2).
    public var headerListSize = 65_536
    /// Octets of one header block as sent.
    public var headerBlockSize = 65_536
    /// CONTINUATION frames of one header block (CVE-2024-27316 and others sent them without end).
    public var continuations = 16
    /// The compression table's size, for us and for the peer.
    public var tableSize = 4096
    /// Octets a stream may have under way at first, and once its content is known to be taken quickly.
    public var streamWindow = 65_535
    public var mostStreamWindow = 1 << 20
    /// The same for all streams together.
    public var connectionWindow = 262_144
    public var mostConnectionWindow = 4 << 20
    /// Interim responses before a final one.
    public var interims = 100
    /// Whether extended CONNECT is offered (RFC 8441).
    public var allowsExtendedConnect = true

    // MARK: Rates

    /// Requests that the peer takes back (CVE-2023-44487), or that break a rule of their own.
    public var resets = Rate(burst: 200, perSecond: 20)
    /// Streams opened although as many are open as were allowed.
    public var refusals = Rate(burst: 256, perSecond: 20)
    public var settings = Rate(burst: 32, perSecond: 1)
    public var pings = Rate(burst: 100, perSecond: 20)
    /// DATA frames without content that do not end their stream.
    public var emptyData = Rate(burst: 100, perSecond: 20)
    public var windowUpdates = Rate(burst: 1000, perSecond: 1000)
    /// PRIORITY and PRIORITY_UPDATE.
    public var priorities = Rate(burst: 500, perSecond: 100)
    /// Frames of unknown type.
    public var unknownFrames = Rate(burst: 100, perSecond: 20)

    public init() {}
}
