/// Builds the steps of correct answers to one request.
///
/// Knows HEAD, and statuses without content; says `Connection: close` when the request did.
struct OriginAnswer {
    private let isHead: Bool
    private let connection: String

    private static let piece = [UInt8](repeating: 0x2E, count: 65536)
    /// Events of `/sse` when no count is asked for.
    private static let manyEvents = 36_000

    init(head: RequestHead) {
        self.isHead = head.method == "HEAD"
        self.connection = head.wantsClose ? "Connection: close\r\n" : ""
    }

    func page(_ text: String, status: Int = 200, fields: String = "", additionalFields: Int = 0) -> [Step] {
        // RFC 9110 §6.4.1: these have no content, and RFC 9112 §6.2 forbids a 204 any Content-Length.
        guard status != 204, status != 304 else {
            return [.say("HTTP/1.1 \(status) \(OriginAnswer.reason(status))\r\n\(self.connection)\r\n")]
        }
        let length = "Content-Type: text/plain\r\nContent-Length: \(text.utf8.count)\r\n"
        var more = ""
        for number in 0..<additionalFields { more += "X-Field-\(number): value \(number)\r\n" }
        return [self.head(status, length + fields + more)] + self.content([.say(text)])
    }

    func bytes(_ count: Int) -> [Step] {
        let head = self.head(200, "Content-Type: application/octet-stream\r\nContent-Length: \(count)\r\n")
        return [head] + self.content(self.dots(count))
    }

    func chunked(_ count: Int) -> [Step] {
        let size = OriginAnswer.piece.count
        let whole = Array("10000\r\n".utf8) + OriginAnswer.piece + Array("\r\n".utf8)
        let rest = count % size
        var steps: [Step] = [.sendRepeated(whole, times: count / size)]
        if rest > 0 {
            steps.append(.say(String(rest, radix: 16) + "\r\n" + String(repeating: ".", count: rest) + "\r\n"))
        }
        steps.append(.say("0\r\n\r\n"))
        return [self.chunkedHead("application/octet-stream")] + self.content(steps)
    }

    func slow(everyMilliseconds wait: Int) -> [Step] {
        let pieces = (1...10).flatMap { number -> [Step] in
            [.pause(.milliseconds(wait)), .say("piece \(number % 10)\n")]
        }
        let head = self.head(200, "Content-Type: text/plain\r\nContent-Length: 80\r\n")
        return [head] + self.content(pieces)
    }

    func events(count: Int?) -> [Step] {
        let event = "data: tick\n\n"
        let chunk = String(event.utf8.count, radix: 16) + "\r\n" + event + "\r\n"
        guard let count else {
            return [self.chunkedHead("text/event-stream")]
                + self.content([.drip(Array(chunk.utf8), every: .milliseconds(100))])
        }
        var steps: [Step] = []
        for _ in 0..<min(max(0, count), OriginAnswer.manyEvents) {
            steps.append(.pause(.milliseconds(100)))
            steps.append(.say(chunk))
        }
        return [self.chunkedHead("text/event-stream")] + self.content(steps + [.say("0\r\n\r\n")])
    }

    private func content(_ steps: [Step]) -> [Step] { self.isHead ? [] : steps }

    private func dots(_ count: Int) -> [Step] {
        let size = OriginAnswer.piece.count
        return [
            .sendRepeated(OriginAnswer.piece, times: count / size),
            .send([UInt8](repeating: 0x2E, count: count % size)),
        ]
    }

    private func chunkedHead(_ type: String) -> Step {
        self.head(200, "Content-Type: \(type)\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n")
    }

    private func head(_ status: Int, _ fields: String) -> Step {
        .say("HTTP/1.1 \(status) \(OriginAnswer.reason(status))\r\n\(fields)\(self.connection)\r\n")
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 304: "Not Modified"
        case 404: "Not Found"
        case 426: "Upgrade Required"
        default: "Lab"
        }
    }
}
