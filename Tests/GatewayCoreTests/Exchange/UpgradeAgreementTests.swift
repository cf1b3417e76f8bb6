import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct UpgradeAgreementTests {
    @Test(arguments: [
        ("websocket", "websocket", true), ("websocket", "WebSocket", true), ("h2c, websocket", "websocket", true),
        ("h2c,websocket", "h2c , websocket", true), ("websocket", "h2c", false), ("websocket", "websocket, h2c", false),
        ("websocket", "", false), ("websocket", " , ", false), ("websocket/13", "websocket", false), ("a", "aa", false),
        ("aa", "a", false),
    ])
    func onlyWhatWasOfferedIsAgreed(offer: String, answer: String, holds: Bool) throws {
        let question = head("GET / HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: \(offer)")
        #expect(try self.holds(question, head("HTTP/1.1 101 S", "Upgrade: \(answer)", "Connection: upgrade")) == holds)
    }

    @Test func anAnswerThatNamesNothingAgreesToNothing() throws {
        let question = head("GET / HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: a", "Upgrade: b")
        #expect(try self.holds(question, head("HTTP/1.1 101 S")) == false)
        #expect(try self.holds(question, head("HTTP/1.1 101 S", "Upgrade: b", "Upgrade: a")) == true)
        #expect(try self.holds(head("GET / HTTP/1.1", "Host: h"), head("HTTP/1.1 101 S", "Upgrade: a")) == false)
    }

    private func holds(_ question: String, _ answer: String) throws -> Bool {
        var (asked, answered) = (Array(question.utf8), Array(answer.utf8))
        asked.reserveCapacity(1000)
        answered.reserveCapacity(1000)
        var request = RequestHead()
        var response = ResponseHead()
        _ = try request.parse(asked.span, limits: .request)
        _ = try response.parse(answered.span, limits: .response, requestMethod: .get)
        return UpgradeAgreement.holds(response, answered.span, request, asked.span)
    }
}
