import GatewayBytes
import GatewayWire

@testable import GatewayCore

/// A connection with its buffers: bytes in, words about the actions out.
struct HTTP2Driver: ~Copyable {
    var connection: HTTP2Connection
    var output = Buffer()
    var message = Buffer()
    var input = Buffer()
    var now: UInt64 = 1000
    /// Whether content is taken as it comes.
    var takesContent = true

    /// After the handshake, with an empty output.
    init(_ role: HTTP2Role, limits: HTTP2Limits = HTTP2Limits(), settings: [(UInt16, UInt32)] = []) {
        self.init(fresh: role, limits: limits)
        _ = self.feed((role == .server ? HTTP2Bytes.preface : []) + HTTP2Bytes.settings(settings))
        self.output.clear()
    }

    /// Before anything was read.
    init(fresh role: HTTP2Role, limits: HTTP2Limits = HTTP2Limits()) {
        self.connection = HTTP2Connection(role: role, limits: limits)
        self.connection.start(output: &self.output)
    }

    /// Feeds bytes; returns what happened, `proceed` and `needMore` apart.
    mutating func feed(_ bytes: [UInt8]) -> [String] {
        self.input.append(bytes)
        var events: [String] = []
        while true {
            let received = self.connection.receive(
                self.input,
                now: self.now,
                message: &self.message,
                output: &self.output
            )
            self.input.consume(received.consumed)
            switch received.action {
            case .needMore: return events
            case .proceed: break
            case .head(let stream, _, let facts, let end):
                let line = self.message.text.prefix { $0 != "\r\n" }
                events.append("head \(stream) \(line)\(facts.isInterim ? " interim" : "")\(end ? " end" : "")")
            case .headTooLarge(let stream, _): events.append("too large \(stream)")
            case .trailers(let stream, _):
                events.append("trailers \(stream) \(self.message.text.split(separator: "\r\n").joined(separator: ","))")
            case .data(let stream, _, let content, let end):
                events.append("data \(stream) \(content.count)\(end ? " end" : "")")
                if self.takesContent {
                    self.connection.consumed(stream, Int(content.count), output: &self.output)
                }
            case .reset(let stream, _, let code, let isUnprocessed):
                events.append("reset \(stream) \(code.name)\(isUnprocessed ? " unprocessed" : "")")
            case .failed(let stream, _, let error):
                events.append("failed \(stream) \(error.code.name) \(error.rule.name)")
            case .writable: events.append("writable")
            case .settings: events.append("settings")
            case .goAway(let last, let code): events.append("goaway \(last) \(code.name)")
            case .pong(let payload): events.append("pong \(payload)")
            case .closed(let error):
                events.append("closed \(error.code.name) \(error.rule.name)")
                return events
            }
        }
    }

    /// Sends a request without content as a client.
    mutating func request(
        _ text: String = "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        endStream: Bool = true,
        isHead: Bool = false
    ) -> UInt32? {
        var request = HTTP2Request()
        request.isHead = isHead
        return self.connection.open(
            Array(text.utf8).span,
            request,
            tag: SlabKey(index: 7, generation: 1),
            endStream: endStream,
            output: &self.output
        )
    }

    /// Answers with a head.
    mutating func respond(_ stream: UInt32, _ text: String = "HTTP/1.1 200 OK\r\n\r\n", endStream: Bool = true) {
        self.connection.sendHead(stream, Array(text.utf8).span, endStream: endStream, output: &self.output)
    }

    /// The frames of the output as words, and forgets them.
    mutating func sent() -> [String] {
        var reader = HTTP2FrameReader()
        var frames: [String] = []
        while !self.output.isEmpty {
            guard case .frame(let frame, let consumed) = try? reader.next(self.output.span) else { break }
            switch frame {
            case .data(let stream, let content, _, _, let end):
                frames.append("data \(stream) \(content.count)\(end ? " end" : "")")
            case .headers(let stream, _, let whole, let end):
                frames.append("headers \(stream)\(whole ? "" : " more")\(end ? " end" : "")")
            case .continuation(let stream, _, let whole): frames.append("continuation \(stream)\(whole ? "" : " more")")
            case .priority: frames.append("priority")
            case .rstStream(let stream, let code): frames.append("rst \(stream) \(code.name)")
            case .settings: frames.append("settings")
            case .settingsAck: frames.append("settings ack")
            case .pushPromise: frames.append("push")
            case .ping(let payload, let isAck): frames.append("ping \(payload)\(isAck ? " ack" : "")")
            case .goAway(let last, let code, _): frames.append("goaway \(last) \(code.name)")
            case .windowUpdate(let stream, let increment): frames.append("window \(stream) \(increment)")
            case .priorityUpdate: frames.append("priority update")
            case .unknown: frames.append("unknown")
            }
            self.output.consume(consumed)
        }
        return frames
    }
}
