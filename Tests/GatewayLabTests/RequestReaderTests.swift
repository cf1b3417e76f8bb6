import NIOCore
import Testing

@testable import GatewayLab

/// Reading does not depend on how the bytes were cut, and stays linear.
struct RequestReaderTests {
    private static let cases = [
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\n\r\nGET /a HTTP/1.1\nHost: x\n\nGET /b HTTP/1.0\r\n\r\n",
        "POST /c HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET /d HTTP/1.1\r\n\r\n",
        "POST /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\nGET /f HTTP/1.1\r\n\r\n",
    ]

    private func read(_ pieces: [[UInt8]]) -> [String] {
        var reader = RequestReader()
        var events: [String] = []
        var content = ""
        for piece in pieces {
            reader.receive(ByteBuffer(bytes: piece))
            reading: while true {
                switch reader.next() {
                case .needMore: break reading
                case .head(let head): events.append("head \(head.method) \(head.path)")
                case .content(let bytes): content += String(buffer: bytes)
                case .end(let trailers):
                    events.append("end \(content) \(trailers)")
                    content = ""
                case .malformed: return events + ["malformed"]
                }
            }
        }
        return events
    }

    @Test(arguments: RequestReaderTests.cases)
    func readsTheSameAtEverySplit(_ text: String) {
        let bytes = Array(text.utf8)
        let whole = self.read([bytes])
        #expect(whole.count >= 2)
        for split in 0...bytes.count {
            #expect(self.read([Array(bytes[..<split]), Array(bytes[split...])]) == whole)
        }
        #expect(self.read(bytes.map { [$0] }) == whole)
    }

    /// A head that comes a byte at a time is looked at once, not once for every byte.
    @Test(.timeLimit(.minutes(1)))
    func slowDripIsLinear() {
        let text = "GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 200_000) + "\r\n\r\n"
        #expect(self.read(text.utf8.map { [$0] }) == ["head GET /", "end  "])
    }

    @Test
    func boundsAHeadWithoutEnd() {
        let line = Array("X: \(String(repeating: "x", count: 1000))\r\n".utf8)
        let pieces = [Array("GET / HTTP/1.1\r\n".utf8)] + Array(repeating: line, count: 2000)
        #expect(self.read(pieces) == ["malformed"])
    }

    /// Random bytes and random cuts: no input may trap.
    @Test
    func survivesNoise() {
        var random = SystemRandomNumberGenerator()
        let words = RequestReaderTests.cases.map { Array($0.utf8) }
        for _ in 0..<2000 {
            var bytes = words[Int.random(in: 0..<words.count, using: &random)]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let split = Int.random(in: 0...bytes.count, using: &random)
            let whole = self.read([bytes])
            #expect(self.read([Array(bytes[..<split]), Array(bytes[split...])]) == whole, "\(bytes) at \(split)")
        }
    }
}
