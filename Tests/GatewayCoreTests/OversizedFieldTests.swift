import GatewayCore
import Testing

/// The name that `Proxy-Status` tells for a field over the limit.
@Suite struct OversizedFieldTests {
    private func find(_ text: String, at offset: Int) -> OversizedField? {
        OversizedField(in: Array(text.utf8).span, at: offset)
    }

    @Test func namesTheLineThatHoldsTheOffset() {
        let head = "HTTP/1.1 200 OK\r\nA: b\r\nX-Huge: cccccccccc"
        let found = self.find(head, at: head.utf8.count)
        #expect(found?.name == "X-Huge")
        #expect(found?.size == "X-Huge: cccccccccc".utf8.count)
    }

    @Test(arguments: ["", "no colon", "HTTP/1.1 200 OK\r\n\u{1B}[31m: x", "HTTP/1.1 200 OK\r\n: x"])
    func tellsNothingItCannotRead(text: String) {
        #expect(self.find(text, at: text.utf8.count) == nil)
        #expect(self.find(text, at: 1 << 20) == nil)
    }
}
