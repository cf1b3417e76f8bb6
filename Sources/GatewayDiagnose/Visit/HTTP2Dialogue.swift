internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayWire

/// One connection that speaks HTTP/2, a request at a time: makes HTTP/1.1 text of the frames, which `ResponseReading`
/// reads as it reads the other version.
///
/// Bytes in, bytes out. Not responsible for the connection, for time, nor for what a response means.
struct HTTP2Dialogue: ~Copyable {
    enum Step {
        case goesOn
        /// What ends the exchange; the rule that was broken, where one was.
        case failed(Fault, HTTP2Error?)
    }

    private var connection: HTTP2Connection
    private var message = Buffer()
    private var stream: UInt32?
    private var isHead = false
    private var hasHead = false
    private var isChunked = false
    private var hasEnded = false
    /// The server takes no more requests, and why.
    private(set) var goAway: HTTP2ErrorCode?

    init(output: inout Buffer) {
        var limits = HTTP2Limits()
        // What HTTP/1.1 is allowed, so that a large head is no difference between the two.
        limits.headerListSize = 262_144
        limits.headerBlockSize = 262_144
        self.connection = HTTP2Connection(role: .client, limits: limits)
        self.connection.start(output: &output)
    }

    /// Whether another request may follow on the connection.
    var canAsk: Bool { mutating get { self.connection.canOpen } }

    /// Whether the server's SETTINGS have come: it does speak HTTP/2.
    var isEstablished: Bool { mutating get { self.connection.isEstablished } }

    /// Sends a request; false where the server takes none.
    mutating func ask(_ request: VisitPlan.Request, isTLS: Bool, output: inout Buffer) -> Bool {
        var facts = HTTP2Request()
        facts.isHead = request.method == "HEAD"
        facts.isTLS = isTLS
        self.isHead = facts.isHead
        (self.hasHead, self.isChunked, self.hasEnded) = (false, false, false)
        let isEmpty = request.content.isEmpty
        self.stream = self.connection.open(request.bytes.span, facts, tag: .none, endStream: isEmpty, output: &output)
        guard let stream = self.stream else { return false }
        if !isEmpty {
            // Far below the window that every server begins with (RFC 9113 §6.9.2).
            _ = self.connection.sendData(stream, request.content.span, endStream: true, output: &output)
        }
        return true
    }

    /// Takes what came: text is appended to `text`, and frames that must be sent to `output`.
    mutating func receive(
        _ input: inout Buffer,
        now milliseconds: UInt64,
        text: inout Buffer,
        output: inout Buffer
    ) -> Step {
        while !input.isEmpty {
            let received = self.connection.receive(input, now: milliseconds, message: &self.message, output: &output)
            let step = self.take(received.action, input, &text, &output)
            input.consume(received.consumed)
            if case .failed = step { return step }
            if case .needMore = received.action { return .goesOn }
        }
        return .goesOn
    }

    private mutating func take(
        _ action: HTTP2Action,
        _ input: borrowing Buffer,
        _ text: inout Buffer,
        _ output: inout Buffer
    ) -> Step {
        switch action {
        case .head(_, _, let facts, let endStream): self.head(facts, endStream: endStream, &text)
        case .data(let stream, _, let content, let endStream):
            self.connection.consumed(stream, Int(content.count), output: &output)
            self.content(input.span.extracting(content.offsets), endStream: endStream, &text)
        case .trailers: self.end(&text, withTrailers: true)
        case .reset(_, _, let code, let isUnprocessed): return self.reset(code, isUnprocessed: isUnprocessed)
        case .failed(_, _, let error): return self.violated(error)
        case .closed(let error): return self.violated(error)
        case .goAway(_, let code):
            self.goAway = code
            guard self.connection.nextUnprocessed(output: &output) != nil, !self.hasEnded else { return .goesOn }
            return .failed(Self.fault(.streamRefused, .responseHead, code), nil)
        case .needMore, .proceed, .headTooLarge, .writable, .settings, .pong: break
        }
        return .goesOn
    }

    // MARK: - Text

    private mutating func head(_ facts: HTTP2HeadFacts, endStream: Bool, _ text: inout Buffer) {
        text.append(self.message, from: 0, count: self.message.count - 2)
        if !facts.isInterim {
            self.hasHead = true
            self.hasEnded = endStream
            let mayHaveContent = !self.isHead && facts.status != 204 && facts.status != 304
            self.isChunked = mayHaveContent && !endStream && facts.contentLength == nil
            if self.isChunked {
                text.append("transfer-encoding: chunked\r\n")
            } else if mayHaveContent, facts.contentLength == nil {
                text.append("content-length: 0\r\n")
            }
        }
        text.append("\r\n")
    }

    private mutating func content(_ bytes: borrowing Span<UInt8>, endStream: Bool, _ text: inout Buffer) {
        guard !self.hasEnded else { return }
        if self.isChunked, !bytes.isEmpty { text.append(chunkHeader: bytes.count) }
        text.append(bytes)
        if self.isChunked, !bytes.isEmpty { text.append("\r\n") }
        if endStream { self.end(&text, withTrailers: false) }
    }

    private mutating func end(_ text: inout Buffer, withTrailers: Bool) {
        guard !self.hasEnded else { return }
        self.hasEnded = true
        guard self.isChunked else { return }
        text.append("0\r\n")
        if withTrailers { text.append(self.message) } else { text.append("\r\n") }
    }

    // MARK: - Ends

    private func reset(_ code: HTTP2ErrorCode, isUnprocessed: Bool) -> Step {
        // RFC 9113 §8.1: after a whole response it only says that the rest of the request is not wanted.
        guard !self.hasEnded else { return .goesOn }
        if self.hasHead { return .failed(Self.fault(.streamResetInsideBody, .responseBody, code), nil) }
        return .failed(Self.fault(isUnprocessed ? .streamRefused : .streamReset, .responseHead, code), nil)
    }

    private mutating func violated(_ error: HTTP2Error) -> Step {
        guard self.isEstablished else {
            return .failed(Fault(.http2NotSpoken, side: .upstream, phase: .handshake), error)
        }
        guard !self.hasEnded else { return .goesOn }
        let phase: Fault.Phase = self.hasHead ? .responseBody : .responseHead
        switch error.rule {
        case .contentLengthDiffers:
            return .failed(Fault(.lengthTruncated, side: .upstream, phase: phase), error)
        case .headerListTooLarge, .headerBlockTooLarge, .continuationFlood:
            return .failed(Fault(.responseHeadTooLarge, side: .upstream, phase: phase, code: 262_144), error)
        // Default: whatever else, the number says what it is called on the wire.
        default: return .failed(Self.fault(.http2Violation, phase, error.code), error)
        }
    }

    private static func fault(_ detail: Fault.Detail, _ phase: Fault.Phase, _ code: HTTP2ErrorCode) -> Fault {
        Fault(detail, side: .upstream, phase: phase, code: Int32(bitPattern: code.rawValue))
    }
}
