public import GatewayBytes

/// Writing frames (RFC 9113 §6).
extension Buffer {
    /// Appends the header of a frame whose payload the caller appends.
    public mutating func append(_ frame: HTTP2FrameHeader) {
        self.reserve(HTTP2FrameHeader.count &+ frame.length)
        NetworkOrder.append(UInt64(frame.length), octets: 3, to: &self)
        self.append(frame.type)
        self.append(frame.flags.rawValue)
        NetworkOrder.append(UInt64(frame.stream), octets: 4, to: &self)
    }

    /// Appends what a client's connection begins with (RFC 9113 §3.4).
    public mutating func appendHTTP2Preface() {
        self.append("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    }

    /// Appends a SETTINGS frame.
    public mutating func append(settings: borrowing Span<HTTP2Setting>) {
        self.append(HTTP2FrameHeader(length: settings.count * 6, type: .settings))
        for index in settings.indices {
            NetworkOrder.append(UInt64(settings[index].identifier), octets: 2, to: &self)
            NetworkOrder.append(UInt64(settings[index].value), octets: 4, to: &self)
        }
    }

    public mutating func appendSettingsAck() {
        self.append(HTTP2FrameHeader(length: 0, type: .settings, flags: .ack))
    }

    public mutating func append(ping payload: UInt64, isAck: Bool) {
        self.append(HTTP2FrameHeader(length: 8, type: .ping, flags: isAck ? .ack : []))
        NetworkOrder.append(payload, octets: 8, to: &self)
    }

    public mutating func append(rstStream stream: UInt32, _ code: HTTP2ErrorCode) {
        self.append(HTTP2FrameHeader(length: 4, type: .rstStream, stream: stream))
        NetworkOrder.append(UInt64(code.rawValue), octets: 4, to: &self)
    }

    /// Appends a GOAWAY frame; `debug` names the rule that was broken.
    public mutating func append(goAway last: UInt32, _ code: HTTP2ErrorCode, debug: StaticString = "") {
        self.append(HTTP2FrameHeader(length: 8 + debug.utf8CodeUnitCount, type: .goAway))
        NetworkOrder.append(UInt64(last), octets: 4, to: &self)
        NetworkOrder.append(UInt64(code.rawValue), octets: 4, to: &self)
        self.append(debug)
    }

    /// Adds what was not known yet to the debug data of the GOAWAY frame with which this ends.
    ///
    /// - Parameter debug: What `append(goAway:_:debug:)` was given.
    public mutating func extend(goAway debug: StaticString, by more: String) {
        let length = 8 + debug.utf8CodeUnitCount
        let start = self.count - HTTP2FrameHeader.count - length
        guard start >= 0 else { return assertionFailure("no GOAWAY to extend") }
        let payload = self.withSpan { bytes in
            (start + HTTP2FrameHeader.count..<bytes.count).map { bytes[$0] }
        }
        self.truncate(to: start)
        self.append(HTTP2FrameHeader(length: length + more.utf8.count, type: .goAway))
        self.append(payload)
        self.append(text: more)
    }

    public mutating func append(windowUpdate stream: UInt32, _ increment: UInt32) {
        self.append(HTTP2FrameHeader(length: 4, type: .windowUpdate, stream: stream))
        NetworkOrder.append(UInt64(increment), octets: 4, to: &self)
    }

    /// Appends a DATA frame with `content[range]`.
    public mutating func append(
        data stream: UInt32,
        _ content: borrowing Span<UInt8>,
        _ range: Range<Int>,
        endStream: Bool
    ) {
        let flags: HTTP2Flags = endStream ? .endStream : []
        self.append(HTTP2FrameHeader(length: range.count, type: .data, flags: flags, stream: stream))
        self.append(content, from: range.lowerBound, count: range.count)
    }

    /// Appends HEADERS, and as many CONTINUATION frames as the peer's frame size asks for.
    public mutating func append(
        headers stream: UInt32,
        _ block: borrowing Span<UInt8>,
        endStream: Bool,
        maxFrameSize: Int
    ) {
        var offset = 0
        var type = HTTP2FrameType.headers
        repeat {
            let count = min(block.count &- offset, maxFrameSize)
            var flags: HTTP2Flags = endStream && type == .headers ? .endStream : []
            if offset &+ count == block.count { flags.insert(.endHeaders) }
            self.append(HTTP2FrameHeader(length: count, type: type, flags: flags, stream: stream))
            self.append(block, from: offset, count: count)
            offset &+= count
            type = .continuation
        } while offset < block.count
    }

    /// Appends a PRIORITY_UPDATE frame (RFC 9218 §7.1).
    public mutating func append(priorityUpdate stream: UInt32, _ value: borrowing Span<UInt8>) {
        self.append(HTTP2FrameHeader(length: 4 + value.count, type: .priorityUpdate))
        NetworkOrder.append(UInt64(stream), octets: 4, to: &self)
        self.append(value)
    }
}
