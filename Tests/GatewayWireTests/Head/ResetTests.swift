import GatewayWire
import Testing

/// A head that is used again shows nothing of the message before.
struct ResetTests {
    @Test(arguments: RequestCases.accepted)
    func requestIsAsNewAfterAReset(_ text: String) {
        var head = RequestHead()
        _ = head.outcome(bytes(text))
        head.reset()
        #expect(self.properties(of: head) == self.properties(of: RequestHead()))
        #expect(head.fields.isEmpty && head.fields.first(.host) == nil)
    }

    @Test(arguments: [
        head("HTTP/1.0 404 Not Found", "Connection: keep-alive", "Keep-Alive: timeout=3", "Content-Length: 5"),
        head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Connection: close"),
    ])
    func responseIsAsNewAfterAReset(_ text: String) {
        var head = ResponseHead()
        _ = head.outcome(bytes(text))
        head.reset()
        #expect(self.properties(of: head) == self.properties(of: ResponseHead()))
        #expect(head.fields.isEmpty)
    }

    @Test
    func readsOneMessageAfterAnother() {
        var head = RequestHead()
        for text in RequestCases.accepted + RequestCases.accepted.reversed() {
            head.reset()
            #expect(head.outcome(bytes(text)) == readRequest(bytes(text)))
        }
    }

    /// Every stored property but the table, whose memory stays: also those that are added later.
    private func properties(of head: Any) -> [String] {
        Mirror(reflecting: head).children.filter { $0.label != "fields" }.map { "\($0.label ?? ""): \($0.value)" }
    }
}
