/// Reads frames from the bytes of a connection, and checks what each must be by itself (RFC 9113 §4, §6).
///
/// Content of DATA and of unknown frames passes in pieces as it comes; any other frame must be there whole, which is
/// at most `maxFrameSize` and nine octets. Not responsible for streams, nor for the order of frames.
public struct HTTP2FrameReader: Sendable, BitwiseCopyable {
    public enum Step: Hashable, Sendable, BitwiseCopyable {
        /// Keep the bytes and call again when there are `count` at least.
        case needMore(count: Int)
        /// Use the frame, then drop `consumed` bytes.
        case frame(HTTP2Frame, consumed: Int)
    }

    /// What we allow in SETTINGS_MAX_FRAME_SIZE.
    public let maxFrameSize: Int
    /// The frame whose content is passing.
    private var passing = HTTP2FrameHeader(length: 0, type: .data)
    /// Octets of it to come, padding excluded; nil between frames.
    private var remaining: Int?
    private var padding = 0
    /// The header that was read last.
    public private(set) var latest: HTTP2FrameHeader?

    public init(maxFrameSize: Int = 16_384) {
        self.maxFrameSize = maxFrameSize
    }

    public mutating func next(_ bytes: borrowing Span<UInt8>) throws(HTTP2Error) -> Step {
        if let remaining = self.remaining { return self.pass(bytes, from: 0, remaining: remaining, flowCount: 0) }
        guard let header = HTTP2FrameHeader(bytes) else { return .needMore(count: HTTP2FrameHeader.count) }
        self.latest = header
        guard header.length <= self.maxFrameSize else { throw Self.tooLarge(header) }
        guard let type = HTTP2FrameType(rawValue: header.type) else {
            self.passing = header
            self.padding = 0
            return self.pass(bytes, from: HTTP2FrameHeader.count, remaining: header.length, flowCount: 0)
        }
        try Self.check(type, header)
        if type == .data { return try self.data(bytes, header) }
        let end = HTTP2FrameHeader.count &+ header.length
        guard bytes.count >= end else { return .needMore(count: end) }
        return .frame(try Self.whole(type, header, bytes), consumed: end)
    }

    /// Always the connection's error, though RFC 9113 §4.2 lets a frame that changes no state break its stream only.
    ///
    /// To skip what is over the limit costs what the limit is there to save, so that every one ends the connection.
    private static func tooLarge(_ header: HTTP2FrameHeader) -> HTTP2Error {
        .connection(.frameSizeError, .frameTooLarge)
    }

    // MARK: - Shape

    /// Stream or no stream, and fixed lengths.
    ///
    /// A PRIORITY frame of the wrong length is a stream error (RFC 9113 §6.3), which may be treated as one of the
    /// connection (§5.4.2): who cannot write that frame cannot be trusted with others.
    private static func check(_ type: HTTP2FrameType, _ header: HTTP2FrameHeader) throws(HTTP2Error) {
        switch type {
        case .data, .headers, .priority, .rstStream, .pushPromise, .continuation:
            guard header.stream != 0 else { throw .connection(.protocolError, .streamRequired) }
        case .settings, .ping, .goAway, .priorityUpdate:
            guard header.stream == 0 else { throw .connection(.protocolError, .streamForbidden) }
        case .windowUpdate: break
        }
        switch type {
        case .data, .headers, .continuation, .pushPromise: break
        case .priority:
            try Self.require(header.length == 5)
        case .rstStream, .windowUpdate: try Self.require(header.length == 4)
        case .settings:
            guard header.flags.contains(.ack) else { return try Self.require(header.length % 6 == 0) }
            guard header.length == 0 else { throw .connection(.frameSizeError, .settingsAckWithPayload) }
        case .ping: try Self.require(header.length == 8)
        case .goAway: try Self.require(header.length >= 8)
        case .priorityUpdate: try Self.require(header.length >= 4)
        }
    }

    private static func require(_ holds: Bool) throws(HTTP2Error) {
        guard holds else { throw .connection(.frameSizeError, .frameLengthInvalid) }
    }

    /// The part of the payload without padding (RFC 9113 §6.1, §6.2).
    private static func unpadded(_ header: HTTP2FrameHeader, _ bytes: borrowing Span<UInt8>) throws(HTTP2Error)
        -> Range<Int>
    {
        let start = HTTP2FrameHeader.count
        guard header.flags.contains(.padded) else { return start..<start &+ header.length }
        try Self.require(header.length >= 1)
        let padding = Int(bytes[start])
        guard padding < header.length else { throw .connection(.protocolError, .paddingTooLong) }
        return start &+ 1..<start &+ header.length &- padding
    }

    // MARK: - Content in pieces

    private mutating func data(
        _ bytes: borrowing Span<UInt8>,
        _ header: HTTP2FrameHeader
    ) throws(HTTP2Error) -> Step {
        let isPadded = header.flags.contains(.padded)
        if isPadded, header.length > 0, bytes.count <= HTTP2FrameHeader.count {
            return .needMore(count: HTTP2FrameHeader.count &+ 1)
        }
        let content = try Self.unpadded(header, bytes)
        self.passing = header
        self.padding = header.length &- content.count &- (isPadded ? 1 : 0)
        return self.pass(bytes, from: content.lowerBound, remaining: content.count, flowCount: header.length)
    }

    /// Passes on what is there of content, then drops padding.
    private mutating func pass(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        remaining: Int,
        flowCount: Int
    ) -> Step {
        let available = bytes.count &- start
        guard available > 0 || start > 0 || remaining &+ self.padding == 0 else { return .needMore(count: 1) }
        let count = min(available, remaining)
        let dropped = min(available &- count, self.padding)
        self.padding &-= dropped
        let rest = remaining &- count
        let isLast = rest == 0 && self.padding == 0
        self.remaining = isLast ? nil : rest
        let consumed = start &+ count &+ dropped
        guard self.passing.type == HTTP2FrameType.data.rawValue else {
            return .frame(.unknown(isFirst: start > 0), consumed: consumed)
        }
        let content = ByteRange(start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: count))
        let ends = isLast && self.passing.flags.contains(.endStream)
        // The rest of the padding says nothing, and is not a frame without content either.
        if start == 0, count == 0, !ends { return .frame(.unknown(isFirst: false), consumed: consumed) }
        return .frame(
            .data(
                stream: self.passing.stream,
                content: content,
                flowCount: flowCount,
                overhead: flowCount > 0 ? flowCount &- remaining : 0,
                endStream: ends
            ),
            consumed: consumed
        )
    }

    // MARK: - Whole frames

    private static func whole(
        _ type: HTTP2FrameType,
        _ header: HTTP2FrameHeader,
        _ bytes: borrowing Span<UInt8>
    ) throws(HTTP2Error) -> HTTP2Frame {
        let start = HTTP2FrameHeader.count
        let end = start &+ header.length
        switch type {
        case .data: return .unknown(isFirst: true)
        case .headers: return try Self.headers(header, bytes)
        case .continuation:
            let block = ByteRange(from: start, to: end)
            return .continuation(
                stream: header.stream,
                block: block,
                endHeaders: header.flags.contains(.endHeaders)
            )
        case .priority: return .priority(stream: header.stream)
        case .rstStream:
            return .rstStream(stream: header.stream, code: HTTP2ErrorCode(wire: NetworkOrder.word(bytes, at: start)))
        case .settings:
            return header.flags.contains(.ack) ? .settingsAck : .settings(ByteRange(from: start, to: end))
        case .pushPromise: return .pushPromise(stream: header.stream)
        case .ping: return .ping(NetworkOrder.long(bytes, at: start), isAck: header.flags.contains(.ack))
        case .goAway:
            return .goAway(
                last: NetworkOrder.word(bytes, at: start) & 0x7fff_ffff,
                code: HTTP2ErrorCode(wire: NetworkOrder.word(bytes, at: start &+ 4)),
                debug: ByteRange(from: start &+ 8, to: end)
            )
        case .windowUpdate:
            let increment = NetworkOrder.word(bytes, at: start) & 0x7fff_ffff
            return .windowUpdate(stream: header.stream, increment: increment)
        case .priorityUpdate:
            let stream = NetworkOrder.word(bytes, at: start) & 0x7fff_ffff
            guard stream != 0 else { throw .connection(.protocolError, .priorityUpdateMalformed) }
            return .priorityUpdate(stream: stream, value: ByteRange(from: start &+ 4, to: end))
        }
    }

    private static func headers(
        _ header: HTTP2FrameHeader,
        _ bytes: borrowing Span<UInt8>
    ) throws(HTTP2Error) -> HTTP2Frame {
        var block = try Self.unpadded(header, bytes)
        if header.flags.contains(.priority) {
            guard block.count >= 5 else { throw .connection(.frameSizeError, .frameLengthInvalid) }
            block = block.dropFirst(5)
        }
        return .headers(
            stream: header.stream,
            block: ByteRange(from: block.lowerBound, to: block.upperBound),
            endHeaders: header.flags.contains(.endHeaders),
            endStream: header.flags.contains(.endStream)
        )
    }
}
