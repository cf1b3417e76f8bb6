import GatewayBytes
import GatewayCore
import Testing

@Suite struct RequestDeadlineTests {
    private func read(_ text: String) -> RequestDeadline? {
        let bytes = Array("x: \(text)\r\n".utf8)
        return RequestDeadline(bytes.span, 3..<bytes.count - 2)
    }

    @Test(
        arguments: [
            ("1500", 1_500_000_000), ("0", 0), ("250ms", 250_000_000), ("2s", 2_000_000_000), ("1S", 1_000_000_000),
            ("5m", 5_000_000), ("7u", 7000), ("9n", 9), ("2M", 120_000_000_000), ("1H", 3_600_000_000_000),
            ("99999999H", RequestDeadline.longest), ("999999999H", RequestDeadline.longest),
            ("999999999", RequestDeadline.longest),
        ] as [(String, UInt64)]
    )
    func aNumberAndAUnit(text: String, nanoseconds: UInt64) { #expect(self.read(text)?.length == nanoseconds) }

    @Test(arguments: [
        "", "s", "ms", "-1", "+1", "1.5s", "1 s", " 1", "1h", "1sec", "1msx", "1M ", "1234567890", "1,2", "0x10", "١s",
        String(repeating: "9", count: 10_000),
    ])
    func anythingElseIsNone(text: String) { #expect(self.read(text) == nil) }

    @Test func theNextHopIsToldInItsOwnUnit() {
        #expect(self.read("5S")?.unit == .letter && self.read("5000m")?.unit == .letter)
        #expect(self.read("5s")?.unit == .text && self.read("5000ms")?.unit == .text)
        #expect(self.read("5000")?.unit == RequestDeadline.Unit.none)
    }

    @Test func anotherAttemptNeedsWhatAnswersUsuallyTake() {
        #expect(RequestDeadline.allowsAnother(left: 101, usual: 100))
        #expect(!RequestDeadline.allowsAnother(left: 100, usual: 100))
        #expect(!RequestDeadline.allowsAnother(left: 0, usual: 0))
    }
}
