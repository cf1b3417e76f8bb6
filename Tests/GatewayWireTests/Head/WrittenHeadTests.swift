import GatewayBytes
import Testing

@testable import GatewayWire

/// A head that the gateway wrote is understood as the parser of all heads understands it.
struct WrittenHeadTests {
    private static let lines = [
        "Content-Length: 0", "content-length: 34", "CONTENT-LENGTH: 9", "Transfer-Encoding: chunked", "Date: today",
        "Content-Length: 1, 1", "Content-Length: 999999999999999999", "Content-Type: a", "Trailer: x", "te: trailers",
        "Via: 2 test", "Content-Lengthy: 5", "X: ", "Connection: close", "c: d", "Connection: Upgrade",
    ]

    @Test(arguments: 0..<60 as Range<UInt64>)
    func readsWhatTheParserReads(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let status = [100, 101, 103, 200, 204, 206, 304, 404, 502, 999].randomElement(using: &generator)!
            let reason = ["", "OK", "Not Found"].randomElement(using: &generator)!
            let fields = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                Self.lines.randomElement(using: &generator)!
            }
            let head = (["HTTP/1.1 \(status) \(reason)"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
            let text = bytes(head + "content")
            let method = [Method.get, .head, .connect, .post].randomElement(using: &generator)!
            var parsed = ResponseHead()
            let progress = try? parsed.parse(text.span, limits: .response, requestMethod: method)
            guard case .complete(let count)? = progress else { continue }
            guard let written = WrittenHead(text.span, requestMethod: method) else {
                // Only what is said twice is left to the parser.
                let says = fields.filter { $0.lowercased().hasPrefix("content-length:") || $0.hasPrefix("Transfer") }
                #expect(says.count > 1 || says.contains { $0.contains(",") }, "\(head)")
                continue
            }
            #expect(written.count == count && written.status == parsed.status, "\(head)")
            #expect(written.framing == parsed.framing, "\(head) to \(method)")
        }
    }

    @Test
    func aPartOfAHeadIsNone() {
        let text = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: today\r\n\r\n")
        #expect(WrittenHead(text.span, requestMethod: .get)?.framing == .length(5))
        for count in 0..<text.count {
            #expect(WrittenHead(text.span.extracting(0..<count), requestMethod: .get) == nil)
        }
    }
}
