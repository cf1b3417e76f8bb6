import GatewayBytes
import GatewayCore
import GatewayReactor
import GatewayWire

/// A client that speaks HTTP/2, by prior knowledge where there is no TLS, driven step by step like `Peer`; only one thread uses it at a time.
final class HTTP2Client: @unchecked Sendable {
    /// What came on one stream.
    struct Answer {
        var head = ""
        var content: [UInt8] = []
        var trailers: String?
        /// The stream was reset with this code.
        var reset: HTTP2ErrorCode?
        var hasEnded = false

        var status: Int { Int(self.head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
        var text: String { String(decoding: self.content, as: UTF8.self) }
        var isOver: Bool { self.hasEnded || self.reset != nil }

        func field(_ name: String) -> String? {
            self.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingPrefix(" ") }.map(String.init)
        }
    }

    let peer: Peer
    private var connection = HTTP2Connection(role: .client)
    private var input = Buffer()
    private var output = Buffer()
    private var message = Buffer()
    private(set) var answers: [UInt32: Answer] = [:]
    /// The other side announced the end.
    private(set) var goAway: HTTP2ErrorCode?
    /// The other side broke the protocol, says our own state machine.
    private(set) var complaint: HTTP2Error?

    /// - Parameter context: encrypts; nil for plain text.
    convenience init(port: Int, context: TLSContext? = nil, name: String = "shop.test") throws {
        try self.init(try Peer(port: port), context: context, name: name)
    }

    /// On a connection that nothing was sent on.
    init(_ peer: Peer, context: TLSContext? = nil, name: String = "shop.test") throws {
        self.peer = peer
        if let context { _ = try self.peer.secure(with: context, name: name) }
        self.connection.start(output: &self.output)
        try self.flush()
    }

    // MARK: - Sending

    /// Sends a request's head, written as in HTTP/1.1; returns its stream.
    func open(_ head: String, isComplete: Bool = true) throws -> UInt32 {
        var request = HTTP2Request()
        request.isHead = head.hasPrefix("HEAD ")
        let text = Array(head.utf8)
        guard
            let stream = self.connection.open(
                text.span,
                request,
                tag: .none,
                endStream: isComplete,
                output: &self.output
            )
        else { throw Peer.Problem.malformed("no stream can be opened") }
        self.answers[stream] = Answer()
        try self.flush()
        return stream
    }

    /// Sends content as far as the windows allow, reading what opens them.
    func send(_ stream: UInt32, _ content: [UInt8], isLast: Bool = false) throws {
        var sent = 0
        repeat {
            let count = self.connection.sendData(
                stream,
                content.span.extracting(droppingFirst: sent),
                endStream: isLast,
                output: &self.output
            )
            sent += count
            try self.flush()
            if count == 0, sent < content.count { try self.step() }
        } while sent < content.count && self.answers[stream]?.isOver == false
    }

    func sendTrailers(_ stream: UInt32, _ lines: String) throws {
        let text = Array(lines.utf8)
        self.connection.sendTrailers(stream, text.span, output: &self.output)
        try self.flush()
    }

    func reset(_ stream: UInt32) throws {
        self.connection.reset(stream, .cancel, output: &self.output)
        try self.flush()
    }

    /// Sends bytes as they are: frames that no state machine would send.
    func sendRaw(_ bytes: [UInt8]) throws { try self.peer.send(bytes) }

    private func flush() throws {
        let bytes = self.output.withSpan { span in span.indices.map { span[$0] } }
        self.output.clear()
        if !bytes.isEmpty { try self.peer.send(bytes) }
    }

    // MARK: - Reading

    /// A request without content, and its whole answer.
    func answer(to head: String) throws -> Answer { try self.finish(try self.open(head)) }

    /// Reads until a stream is over.
    func finish(_ stream: UInt32) throws -> Answer {
        while true {
            if let answer = self.answers[stream], answer.isOver { return answer }
            try self.step()
        }
    }

    /// Reads until the connection is closed.
    func readToEnd() throws {
        while try self.peer.readMore() { self.handle() }
    }

    /// Whether `text` comes, in whatever frames: for streams that our own state machine did not open.
    func raw(until text: String) throws -> Bool {
        while !String(decoding: self.peer.pending, as: UTF8.self).contains(text) {
            guard try self.peer.readMore() else { return false }
        }
        return true
    }

    func step() throws {
        guard try self.peer.readMore() else { throw Peer.Problem.ended }
        self.handle()
        try self.flush()
    }

    private func handle() {
        self.input.append(self.peer.takePending(.max))
        while !self.input.isEmpty {
            let received = self.connection.receive(self.input, now: 0, message: &self.message, output: &self.output)
            self.take(received.action)
            self.input.consume(received.consumed)
            if case .needMore = received.action { return }
        }
    }

    private func take(_ action: HTTP2Action) {
        switch action {
        case .head(let stream, _, let facts, let endStream):
            if !facts.isInterim { self.answers[stream]?.head = self.text() }
            if endStream { self.answers[stream]?.hasEnded = true }
        case .trailers(let stream, _):
            self.answers[stream]?.trailers = self.text()
            self.answers[stream]?.hasEnded = true
        case .data(let stream, _, let content, let endStream):
            let bytes = self.input.withSpan { span in content.offsets.map { span[$0] } }
            self.answers[stream]?.content += bytes
            if endStream { self.answers[stream]?.hasEnded = true }
            self.connection.consumed(stream, bytes.count, output: &self.output)
        case .reset(let stream, _, let code, _): self.answers[stream]?.reset = code
        case .goAway(_, let code): self.goAway = code
        case .closed(let error), .failed(_, _, let error): self.complaint = error
        case .needMore, .proceed, .headTooLarge, .writable, .settings, .pong: break
        }
    }

    private func text() -> String {
        self.message.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    }
}
