public import GatewayBytes
public import GatewayWire

/// One HTTP/2 connection, as server towards a client or as client towards an upstream (RFC 9113).
///
/// Bytes and calls go in, one action at a time comes out; frames that the protocol itself asks for are appended to
/// the output that each call is given. Knows no socket and no clock: `now` is in milliseconds from any fixed moment,
/// and whatever takes too long (a head, the answer to SETTINGS or PING, `isStalled`) is for the driver's timers. Not
/// responsible for exchanges: a stream only carries the tag that the driver gave it.
// What every request asks is `mutating` although it only looks: a value of this size that is borrowed for a call is
// copied for it, 1.8 KB each time.
public struct HTTP2Connection: ~Copyable, Sendable {
    public let role: HTTP2Role
    public let limits: HTTP2Limits
    internal var reader = HTTP2FrameReader()
    internal var headReader: HTTP2HeadReader
    internal var headWriter: HTTP2HeadWriter
    internal var table: HTTP2StreamTable
    internal var queue = HTTP2WriteQueue()
    internal var meters: HTTP2Meters
    internal var peer = HTTP2PeerSettings()
    internal var receiveWindow = HTTP2ReceiveWindow(65_535, most: 65_535)
    internal var sendWindow = 65_535
    /// Octets of the client's preface that were read.
    internal var prefaceCount = 0
    internal var hasSettings = false
    internal var assembly: HTTP2HeaderAssembly?
    /// The header block that is being assembled, and blocks that are being written.
    internal var block = Buffer()
    internal var outgoing = Buffer()
    internal var recentResets = HTTP2RecentStreams()
    /// The highest stream that the peer opened.
    internal var lastPeerStream: UInt32 = 0
    /// The next stream that we open.
    internal var nextStream: UInt32 = 1
    /// The peer's GOAWAY.
    internal var peerLast: UInt32?
    /// Our last GOAWAY.
    internal var ourLast: UInt32?
    internal var failure: HTTP2Error?

    /// - Parameter seed: random; see `HTTP2HeadReader`.
    public init(role: HTTP2Role, limits: HTTP2Limits = HTTP2Limits(), seed: UInt64 = 0) {
        self.role = role
        self.limits = limits
        self.headReader = HTTP2HeadReader(
            tableLimit: max(limits.tableSize, 4096),
            allowsProtocol: role == .server && limits.allowsExtendedConnect,
            seed: seed
        )
        self.headWriter = HTTP2HeadWriter(tableLimit: limits.tableSize, isShared: role == .client)
        self.table = HTTP2StreamTable(limit: limits.concurrentStreams)
        self.meters = HTTP2Meters(limits)
        if role == .client { self.prefaceCount = HTTP2Preface.bytes.count }
    }

    /// Writes what the connection begins with: before anything else is read or written.
    public mutating func start(output: inout Buffer) {
        if self.role == .client { output.appendHTTP2Preface() }
        let isServer = self.role == .server
        let extended = isServer && self.limits.allowsExtendedConnect
        let settings: InlineArray<6, HTTP2Setting> = [
            isServer ? HTTP2Setting(.noRFC7540Priorities, 1) : HTTP2Setting(.enablePush, 0),
            HTTP2Setting(.maxConcurrentStreams, isServer ? UInt32(self.table.limit) : 0),
            HTTP2Setting(.initialWindowSize, UInt32(clamping: self.initialWindow)),
            HTTP2Setting(.maxHeaderListSize, UInt32(clamping: self.limits.headerListSize)),
            HTTP2Setting(.headerTableSize, UInt32(clamping: self.limits.tableSize)),
            HTTP2Setting(.enableConnectProtocol, 1),
        ]
        output.append(settings: settings.span.extracting(0..<(extended ? 6 : 5)))
        self.receiveWindow = HTTP2ReceiveWindow(65_535, most: self.limits.mostConnectionWindow)
        if let more = self.receiveWindow.grow(to: self.limits.connectionWindow) {
            output.append(windowUpdate: 0, more)
        }
    }

    // MARK: - Facts

    /// Streams open or half-closed.
    public var streamCount: Int { self.table.count }
    /// Nothing is under way, and the peer opens nothing more: close.
    public var isDrained: Bool {
        let isLast = self.ourLast.map { $0 != Self.mostStream } ?? false
        return self.table.count == 0 && (self.peerLast != nil || isLast)
    }
    /// Content waits, and the peer opens no window for it: a peer that never does must be cut by a timer.
    public var isStalled: Bool {
        guard self.sendWindow <= 0 || self.queue.first == nil else { return false }
        for slot in 0..<self.table.slotCount where self.table[slot].id != 0 && self.table[slot].isPending {
            return true
        }
        return false
    }
    /// Whether the peer understands extended CONNECT (RFC 8441 §3).
    public var peerAllowsExtendedConnect: Bool { self.peer.allowsExtendedConnect }
    /// What a header list sent to the peer should not exceed (RFC 9113 §10.5.1).
    public var peerHeaderListSize: Int { mutating get { Int(self.peer.maxHeaderListSize) } }
    /// The frame that came last: the one that broke a rule, where one did.
    public var latestFrame: HTTP2FrameHeader? { self.reader.latest }
    /// Whether the peer's SETTINGS have come.
    public var isEstablished: Bool { mutating get { self.hasSettings } }

    internal static var mostStream: UInt32 { 0x7fff_ffff }

    /// What the driver calls a stream; nil when it is closed.
    public mutating func tag(of stream: UInt32) -> SlabKey? {
        guard let slot = self.table.slot(of: stream) else { return nil }
        return self.table[slot].tag
    }

    /// Gives a stream a name of the driver's.
    public mutating func attach(_ tag: SlabKey, to stream: UInt32) {
        guard let slot = self.table.slot(of: stream) else { return }
        self.table[slot].tag = tag
    }

    /// Frees what an idle connection does not need; compression tables stay.
    public mutating func releaseMemory() {
        guard self.table.count == 0, self.assembly == nil else { return }
        self.table.removeAll()
        self.queue = HTTP2WriteQueue()
        self.block.release()
        self.outgoing.release()
        self.headReader.releaseMemory()
        self.headWriter.releaseMemory()
    }

    // MARK: - Streams

    /// Forgets a stream that both sides ended or one reset.
    internal mutating func close(_ slot: Int, output: inout Buffer) {
        let stream = self.table[slot]
        self.queue.remove(slot)
        self.table.remove(slot)
        // What nobody will take any more would shrink the connection's window for good.
        if stream.receiveWindow.unread > 0 {
            self.creditConnection(stream.receiveWindow.unread, output: &output)
        }
    }

    internal mutating func closeIfEnded(_ slot: Int, output: inout Buffer) {
        guard self.table[slot].remoteEnded, self.table[slot].localEnded else { return }
        self.meters.completedStream()
        self.close(slot, output: &output)
    }

    internal mutating func creditConnection(_ count: Int, output: inout Buffer) {
        if let increment = self.receiveWindow.consume(count) { output.append(windowUpdate: 0, increment) }
    }

    /// A stream's window at first: the peer may use the protocol's default before it has seen our settings.
    internal var initialWindow: Int { mutating get { max(self.limits.streamWindow, 65_535) } }

    /// Whether what comes on a closed stream is dropped without a word: we reset it, or said that we would.
    internal mutating func isIgnored(_ stream: UInt32) -> Bool {
        if self.role == .server, let last = self.ourLast, stream > last { return true }
        // A client that leaves can take a hundred requests back at once, on a connection that others share.
        return self.role == .client ? self.recentResets.mayContain(stream) : self.recentResets.contains(stream)
    }

    /// Whether an identifier was never used: its stream is idle (RFC 9113 §5.1.1).
    internal mutating func isIdle(_ stream: UInt32) -> Bool {
        // Nobody pushes, so that no even identifier is ever used.
        guard stream & 1 == 1 else { return true }
        switch self.role {
        case .server: return stream > self.lastPeerStream
        case .client: return stream >= self.nextStream
        }
    }
}
