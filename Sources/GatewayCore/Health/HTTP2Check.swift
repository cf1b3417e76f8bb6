public import GatewayBytes
public import GatewayConfig
internal import GatewayFaults
internal import GatewayWire

/// One question over HTTP/2 to an endpoint: one connection with one stream, whose answer is judged as that of HTTP/1.1
/// is, or as gRPC's health protocol says.
///
/// Bytes in, bytes out, and a verdict. Not responsible for the connection, nor for time.
public struct HTTP2Check: ~Copyable, Sendable {
    private var connection = HTTP2Connection(role: .client)
    private var message = Buffer()
    private var exchange: CheckExchange
    private let isCall: Bool
    /// The answer in HTTP/1.1 form; of a call its messages.
    private var text = Buffer()
    private var isChunked = false

    /// Of a call's messages no more is read.
    private static let mostMessage = 4096

    public init(_ check: HealthCheck, authority: String, output: inout Buffer) {
        self.exchange = CheckExchange(check)
        self.isCall = check.kind == .grpc
        self.connection.start(output: &output)
        var request = HTTP2Request()
        request.acceptsTrailers = self.isCall
        let head =
            self.isCall
            ? GRPCHealth.head(check, authority: authority) : CheckExchange.request(check, authority: authority)
        let stream = self.connection.open(head.span, request, tag: .none, endStream: !self.isCall, output: &output)
        guard self.isCall, let stream else { return }
        let question = GRPCHealth.question(service: check.service ?? "")
        _ = self.connection.sendData(stream, question.span, endStream: true, output: &output)
    }

    /// Whether a head is being waited for; else its content is.
    public var isInHead: Bool { self.exchange.isInHead }

    /// More bytes came, and are consumed; nil asks for more.
    public mutating func received(_ input: inout Buffer, now: UInt64, output: inout Buffer) -> CheckVerdict? {
        while !input.isEmpty {
            let received = self.connection.receive(input, now: now, message: &self.message, output: &output)
            let verdict = self.take(received.action, input, &output)
            input.consume(received.consumed)
            if let verdict { return verdict }
            if case .needMore = received.action { return nil }
        }
        return nil
    }

    /// The endpoint sends no more.
    public mutating func ended(_ input: borrowing Buffer) -> CheckVerdict {
        guard self.connection.isEstablished else { return .failed(.fault(Fault(.http2NotSpoken))) }
        return .failed(.fault(Fault(.closedBeforeHead, side: .upstream, phase: .responseHead)))
    }

    private mutating func take(
        _ action: HTTP2Action,
        _ input: borrowing Buffer,
        _ output: inout Buffer
    ) -> CheckVerdict? {
        switch action {
        case .head(_, _, let facts, let endStream): return self.head(facts, endStream: endStream)
        case .data(let stream, _, let content, let endStream):
            let count = Int(content.count)
            self.connection.consumed(stream, count, output: &output)
            return self.content(input.span.extracting(content.offsets), endStream: endStream)
        case .trailers: return self.isCall ? GRPCHealth.verdict(trailers: self.message, answer: self.text) : self.end()
        case .reset(_, _, let code, _):
            return .failed(.fault(Fault(.streamReset, code: Int32(bitPattern: code.rawValue))))
        case .failed(_, _, let error): return Self.violation(error, isEstablished: true)
        case .closed(let error): return Self.violation(error, isEstablished: self.connection.isEstablished)
        case .goAway:
            guard self.connection.nextUnprocessed(output: &output) != nil else { return nil }
            return .failed(.fault(Fault(.streamRefused)))
        case .needMore, .proceed, .headTooLarge, .writable, .settings, .pong: return nil
        }
    }

    private static func violation(_ error: HTTP2Error, isEstablished: Bool) -> CheckVerdict {
        guard isEstablished else { return .failed(.fault(Fault(.http2NotSpoken))) }
        return .failed(.fault(Fault(.http2Violation, code: Int32(bitPattern: error.code.rawValue))))
    }

    // MARK: - The answer

    private mutating func head(_ facts: HTTP2HeadFacts, endStream: Bool) -> CheckVerdict? {
        guard !facts.isInterim else { return nil }
        if self.isCall {
            guard facts.status == 200 else { return .failed(.status(facts.status)) }
            // "Trailers-Only": an error, or a service that is not there.
            return endStream ? GRPCHealth.verdict(trailers: self.message, answer: self.text) : nil
        }
        self.text.append(self.message, from: 0, count: self.message.count - 2)
        self.isChunked = !endStream && facts.contentLength == nil
        if self.isChunked {
            self.text.append("transfer-encoding: chunked\r\n")
        } else if facts.contentLength == nil {
            self.text.append("content-length: 0\r\n")
        }
        self.text.append("\r\n")
        return self.exchange.received(&self.text)
    }

    private mutating func content(_ bytes: borrowing Span<UInt8>, endStream: Bool) -> CheckVerdict? {
        if self.isCall {
            self.text.append(bytes, from: 0, count: min(bytes.count, max(0, Self.mostMessage - self.text.count)))
            // A call ends with trailers.
            return endStream ? .failed(.content) : nil
        }
        if self.isChunked, !bytes.isEmpty { self.text.append(chunkHeader: bytes.count) }
        self.text.append(bytes)
        if self.isChunked, !bytes.isEmpty { self.text.append("\r\n") }
        if let verdict = self.exchange.received(&self.text) { return verdict }
        return endStream ? self.end() : nil
    }

    private mutating func end() -> CheckVerdict? {
        if self.isChunked { self.text.append("0\r\n\r\n") }
        return self.exchange.received(&self.text) ?? .failed(.content)
    }
}
