internal import GatewayBytes
internal import GatewayCore
internal import GatewayWire

extension Checks {
    /// A connection takes any bytes without a trap, whole or in pieces, and answers in proportion to them.
    public static func http2(_ input: [UInt8]) {
        guard let variant = input.first else { return }
        let bytes = Array(input.dropFirst())
        let whole = HTTP2Run(variant, bytes, step: max(bytes.count, 1))
        let pieces = HTTP2Run(variant, bytes, step: Int(variant >> 1) + 1)
        precondition(whole.streams == pieces.streams, "the pieces said something else")
        precondition(whole.end == pieces.end, "the pieces ended otherwise")
    }

    private struct HTTP2Run {
        /// What came on each stream: heads, octets of content, ends.
        var streams: [UInt32: [Int]] = [:]
        var end: HTTP2Error?

        init(_ variant: UInt8, _ bytes: [UInt8], step: Int) {
            var connection = HTTP2Connection(role: variant & 1 == 0 ? .server : .client)
            var input = Buffer()
            var message = Buffer()
            var output = Buffer()
            connection.start(output: &output)
            if variant & 1 == 1 {
                let head = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
                _ = connection.open(head.span, HTTP2Request(), tag: .none, endStream: false, output: &output)
            }
            var start = 0
            while start < bytes.count, self.end == nil {
                let count = min(step, bytes.count - start)
                input.append(bytes.span, from: start, count: count)
                start += count
                self.read(&connection, &input, &message, &output)
            }
            precondition(output.count <= 4 * bytes.count + 512, "the answers are out of proportion")
            precondition(connection.streamCount <= connection.limits.concurrentStreams)
        }

        private mutating func read(
            _ connection: inout HTTP2Connection,
            _ input: inout Buffer,
            _ message: inout Buffer,
            _ output: inout Buffer
        ) {
            while true {
                let received = connection.receive(input, now: 0, message: &message, output: &output)
                precondition(received.consumed <= input.count)
                input.consume(received.consumed)
                switch received.action {
                case .needMore(let count):
                    precondition(count > input.count, "more is asked for than is missing")
                    return
                case .closed(let error):
                    self.end = error
                    return
                case .head(let stream, _, _, let endStream):
                    self.add(stream, message.count, endStream)
                    var request = RequestHead()
                    _ = try? request.read(http2: message.span, limits: .request, endStream: endStream)
                case .trailers(let stream, _): self.add(stream, message.count, true)
                case .data(let stream, _, let content, let endStream):
                    precondition(Int(content.end) <= input.count + received.consumed)
                    self.streams[stream, default: [0]][0] += Int(content.count)
                    if endStream { self.add(stream, 0, true) }
                    connection.consumed(stream, Int(content.count), output: &output)
                case .reset(let stream, _, let code, _): self.add(stream, Int(code.rawValue), false)
                case .failed(let stream, _, let error): self.add(stream, Int(error.rule.rawValue), false)
                case .headTooLarge(let stream, let endStream): self.add(stream, -1, endStream)
                case .proceed, .writable, .settings, .goAway, .pong: break
                }
            }
        }

        private mutating func add(_ stream: UInt32, _ fact: Int, _ ends: Bool) {
            self.streams[stream, default: [0]].append(ends ? -2 - fact : fact)
        }
    }
}
