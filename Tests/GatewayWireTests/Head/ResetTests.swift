import Testing

@testable import GatewayWire

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

    /// Every property but the table, whose memory stays.
    private func properties(of head: borrowing RequestHead) -> [String] {
        [
            "\(head.method) \(head.form) \(head.version) \(head.framing)",
            "\(head.isPersistent) \(head.expectsContinue) \(head.wantsUpgrade)",
            "\(head.methodRange) \(head.target) \(head.authority) \(head.pathAndQuery) \(head.path)",
            "\(head.cursor) \(head.stage)",
        ]
    }

    private func properties(of head: borrowing ResponseHead) -> [String] {
        [
            "\(head.status) \(head.version) \(head.framing) \(head.isPersistent)",
            "\(head.reason) \(String(describing: head.keepAliveTimeout)) \(head.cursor) \(head.stage)",
        ]
    }
}
