import GatewayBytes
import GatewayCore
import GatewayWire

/// The upstream's end of an HTTP/2 connection, driven step by step like `Peer`; only one thread uses it at a time.
///
/// Frames that no state machine would send go out with `sendRaw`.
final class HTTP2Origin {
    /// What came on one stream.
    struct Request {
        let stream: UInt32
        var head = ""
        var content: [UInt8] = []
        var trailers: String?
        var reset: HTTP2ErrorCode?
        var hasEnded = false

        var method: String { String(self.head.prefix { $0 != " " }) }
        var path: String { String(self.head.split(separator: " ").dropFirst().first ?? "") }
        var text: String { String(decoding: self.content, as: UTF8.self) }

        func field(_ name: String) -> String? {
            self.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingPrefix(" ") }.map(String.init)
        }
    }

    let peer: Peer
    private var connection: HTTP2Connection
    private var input = Buffer()
    private var output = Buffer()
    private var message = Buffer()
    /// Whether content is given back to the windows as it comes.
    var takesContent = true
    private(set) var requests: [UInt32: Request] = [:]
    /// Streams in the order in which they were opened.
    private(set) var order: [UInt32] = []
    /// Questions whether somebody is there, which were answered.
    private(set) var pings = 0
    private(set) var goAway: HTTP2ErrorCode?
    private(set) var complaint: HTTP2Error?

    init(_ peer: Peer, limits: HTTP2Limits = HTTP2Limits()) throws {
        self.peer = peer
        self.connection = HTTP2Connection(role: .server, limits: limits)
        self.connection.start(output: &self.output)
        try self.flush()
    }

    // MARK: - Reading

    /// The next stream whose head has come, or nil at the end of the connection.
    func nextHead() throws -> Request? {
        while self.order.isEmpty { guard try self.step() else { return nil } }
        return self.requests[self.order.removeFirst()]
    }

    /// The next whole request.
    func nextRequest() throws -> Request? {
        guard let begun = try self.nextHead() else { return nil }
        return try self.finish(begun.stream)
    }

    /// Reads until the request is complete or reset.
    func finish(_ stream: UInt32) throws -> Request? {
        while let request = self.requests[stream], !request.hasEnded, request.reset == nil {
            guard try self.step() else { return nil }
        }
        return self.requests[stream]
    }

    func request(_ stream: UInt32) -> Request? { self.requests[stream] }

    /// Reads once; returns false at the end of the connection.
    @discardableResult
    func step() throws -> Bool {
        guard try self.peer.readMore() else { return false }
        self.handle()
        try self.flush()
        return true
    }

    /// Reads until the connection is closed.
    func readToEnd() throws { while try self.step() {} }

    private func handle() {
        self.input.append(self.peer.takePending(.max))
        while !self.input.isEmpty {
            let received = self.connection.receive(self.input, now: 0, message: &self.message, output: &self.output)
            if case .proceed = received.action { self.countPing() }
            self.take(received.action)
            self.input.consume(received.consumed)
            if case .needMore = received.action { return }
        }
    }

    /// The frame that was handled is still in front.
    private func countPing() {
        guard let frame = self.input.withSpan({ HTTP2FrameHeader($0) }), frame.type == HTTP2FrameType.ping.rawValue,
            !frame.flags.contains(.ack)
        else { return }
        self.pings += 1
    }

    private func take(_ action: HTTP2Action) {
        switch action {
        case .head(let stream, _, _, let endStream):
            self.requests[stream] = Request(stream: stream, head: self.text(), hasEnded: endStream)
            self.order.append(stream)
        case .trailers(let stream, _):
            self.requests[stream]?.trailers = self.text()
            self.requests[stream]?.hasEnded = true
        case .data(let stream, _, let content, let endStream):
            let bytes = self.input.withSpan { span in content.offsets.map { span[$0] } }
            self.requests[stream]?.content += bytes
            if endStream { self.requests[stream]?.hasEnded = true }
            if self.takesContent { self.connection.consumed(stream, bytes.count, output: &self.output) }
        case .reset(let stream, _, let code, _): self.requests[stream]?.reset = code
        case .goAway(_, let code): self.goAway = code
        case .closed(let error), .failed(_, _, let error): self.complaint = error
        case .needMore, .proceed, .headTooLarge, .writable, .settings, .pong: break
        }
    }

    private func text() -> String {
        self.message.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    }

    // MARK: - Answering

    /// Sends a head written as in HTTP/1.1, without the empty line.
    func sendHead(_ stream: UInt32, _ head: String, endStream: Bool = false) throws {
        let text = Array((head + "\r\n").utf8)
        self.connection.sendHead(stream, text.span, endStream: endStream, output: &self.output)
        try self.flush()
    }

    /// Sends content as far as the windows allow, reading what opens them.
    func send(_ stream: UInt32, _ content: [UInt8], endStream: Bool = false) throws {
        var sent = 0
        repeat {
            let count = self.connection.sendData(
                stream,
                content.span.extracting(droppingFirst: sent),
                endStream: endStream,
                output: &self.output
            )
            sent += count
            try self.flush()
            if count == 0, sent < content.count { guard try self.step() else { throw Peer.Problem.ended } }
        } while sent < content.count && self.requests[stream]?.reset == nil
    }

    /// Sends as much as the windows allow now; returns how much that was.
    func sendSome(_ stream: UInt32, _ content: [UInt8]) throws -> Int {
        var sent = 0
        while sent < content.count {
            let count = self.connection.sendData(
                stream,
                content.span.extracting(droppingFirst: sent),
                endStream: false,
                output: &self.output
            )
            guard count > 0 else { break }
            sent += count
            try self.flush()
        }
        return sent
    }

    func send(_ stream: UInt32, _ text: String, endStream: Bool = false) throws {
        try self.send(stream, Array(text.utf8), endStream: endStream)
    }

    func sendTrailers(_ stream: UInt32, _ lines: String) throws {
        let text = Array((lines + "\r\n").utf8)
        self.connection.sendTrailers(stream, text.span, output: &self.output)
        try self.flush()
    }

    /// A whole response.
    func answer(_ stream: UInt32, _ text: String, status: Int = 200) throws {
        try self.sendHead(stream, "HTTP/1.1 \(status) \r\nContent-Length: \(text.utf8.count)\r\n")
        try self.send(stream, text, endStream: true)
    }

    func reset(_ stream: UInt32, _ code: HTTP2ErrorCode) throws {
        self.connection.reset(stream, code, output: &self.output)
        try self.flush()
    }

    /// Bytes as they are: frames that no state machine would send.
    func sendRaw(_ bytes: [UInt8]) throws { try self.peer.send(bytes) }

    /// A GOAWAY with this last stream.
    func sendGoAway(last: UInt32, _ code: HTTP2ErrorCode = .noError) throws {
        var frame = Buffer()
        frame.append(goAway: last, code)
        try self.sendRaw(frame.prefix(frame.count))
    }

    private func flush() throws {
        let bytes = self.output.withSpan { span in span.indices.map { span[$0] } }
        self.output.clear()
        if !bytes.isEmpty { try self.peer.send(bytes) }
    }
}
