public import GatewayFaults

/// Finds content, trailers and end of a body in the bytes that follow a head.
///
/// Never buffers: framing is consumed as it comes; only trailers must be at hand whole, and they are bounded. Not
/// responsible for moving content, nor for content codings.
public struct BodyDecoder: Sendable, BitwiseCopyable {
    internal enum State: UInt8, BitwiseCopyable {
        case complete
        case length, untilClose
        case chunkLine, chunkData, chunkCR, chunkLF, trailers
    }

    internal var state: State
    internal let side: Fault.Side
    /// Bytes of content still to come, of the body or of this chunk.
    internal var remaining: UInt64 = 0
    /// Bytes of content so far.
    public internal(set) var received: UInt64 = 0
    /// Bytes of the body so far, framing included: where faults are.
    internal var position: UInt64 = 0
    /// Bytes of chunk extensions so far.
    internal var extensionCount: UInt64 = 0
    internal var line = ChunkLine()
    internal var cursor = LineCursor()
    internal let limits: BodyLimits

    /// - Parameter side: whose bytes these are, `client` or `upstream`: decides the names of faults.
    public init(framing: BodyFraming, side: Fault.Side, limits: BodyLimits = BodyLimits()) {
        self.side = side
        self.limits = limits
        switch framing {
        case .none: self.state = .complete
        case .length(let length):
            self.state = length == 0 ? .complete : .length
            self.remaining = length
        case .chunked: self.state = .chunkLine
        case .untilClose: self.state = .untilClose
        }
    }

    /// Whether the body has ended.
    public var isComplete: Bool { self.state == .complete }

    /// Bytes of content still to come when the length is known, so that they can be moved another way.
    ///
    /// Nil also when the length is over the limit: `next` raises the fault.
    public var remainingLength: UInt64? {
        guard self.state == .length, self.received &+ self.remaining <= self.limits.body ?? .max else { return nil }
        return self.remaining
    }

    /// Looks at the next bytes of the body; never reads past its end.
    ///
    /// `trailers` is filled when the step is `end`. Between calls it must be kept, and the bytes that were not
    /// consumed must come again. After a fault the connection's framing is lost: nothing more can be read from it.
    public mutating func next(
        _ bytes: borrowing Span<UInt8>,
        trailers: inout FieldTable
    ) throws(Fault) -> BodyStep {
        switch self.state {
        case .complete:
            trailers.removeAll()
            return .end(consumed: 0)
        case .length:
            if let limit = self.limits.body, self.received &+ self.remaining > limit { throw self.tooLarge(at: 0) }
            return self.content(bytes, from: 0, thenState: .complete)
        case .untilClose:
            guard !bytes.isEmpty else { return .needMore(consumed: 0) }
            if let limit = self.limits.body, UInt64(bytes.count) > limit &- self.received {
                throw self.tooLarge(at: 0)
            }
            self.received &+= UInt64(bytes.count)
            self.position &+= UInt64(bytes.count)
            return .data(offset: 0, count: bytes.count)
        case .chunkLine, .chunkData, .chunkCR, .chunkLF, .trailers:
            return try self.chunked(bytes, trailers: &trailers)
        }
    }

    /// Content at `offset`, as much as there is of what remains.
    internal mutating func content(
        _ bytes: borrowing Span<UInt8>,
        from offset: Int,
        thenState: State
    ) -> BodyStep {
        let available = UInt64(bytes.count &- offset)
        guard available > 0 else {
            self.position &+= UInt64(offset)
            return .needMore(consumed: offset)
        }
        let count = min(available, self.remaining)
        self.remaining &-= count
        self.received &+= count
        self.position &+= UInt64(offset) &+ count
        if self.remaining == 0 { self.state = thenState }
        return .data(offset: offset, count: Int(truncatingIfNeeded: count))
    }

    /// Counts content that was moved without `next` seeing it; at most `remainingLength` bytes.
    public mutating func skip(_ count: UInt64) {
        switch self.state {
        case .length:
            precondition(count <= self.remaining, "more content was moved than the body has")
            self.remaining &-= count
            if self.remaining == 0 { self.state = .complete }
        case .untilClose:
            break
        case .complete, .chunkLine, .chunkData, .chunkCR, .chunkLF, .trailers:
            precondition(count == 0, "only content of known length or until close is moved unseen")
        }
        self.received &+= count
        self.position &+= count
    }

    /// The peer will send nothing more: that ends content until close, and cuts any other.
    public mutating func inputEnded() throws(Fault) {
        switch self.state {
        case .complete: break
        case .untilClose: self.state = .complete
        case .length: throw self.fault(.lengthTruncated, at: 0)
        case .chunkLine, .chunkData, .chunkCR, .chunkLF, .trailers: throw self.fault(.chunkedTruncated, at: 0)
        }
    }
}
