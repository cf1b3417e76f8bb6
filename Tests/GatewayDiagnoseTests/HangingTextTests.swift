import Testing

@testable import GatewayDiagnose

@Suite struct HangingTextTests {
    @Test func linesAfterTheFirstBeginBelowItsText() {
        #expect(
            HangingText.lines("one two three four five six", indent: 4, width: 24) == "one two three four\n    five six"
        )
        #expect(HangingText.lines("", indent: 4).isEmpty)
        #expect(HangingText.lines("short", indent: 4) == "short")
    }

    @Test func commandsStayWholeAndLongWordsToo() {
        let command = "see `ss -ltnp and much more than fits` there"
        #expect(HangingText.lines(command, indent: 0, width: 20) == "see\n`ss -ltnp and much more than fits`\nthere")
        let long = String(repeating: "x", count: 50)
        #expect(HangingText.lines("a \(long) b", indent: 2, width: 22) == "a\n  \(long)\n  b")
    }

    @Test func anOddBacktickHidesNothing() {
        let text = "a ` b c"
        #expect(HangingText.lines(text, indent: 0, width: 20) == text)
    }

    @Test(arguments: [
        (Array("HTTP/1.1 OK 200\r\nContent-Length: 3".utf8), "\"HTTP/1.1 OK 200\""),
        ([0x15, 0x03, 0x03, 0x41], "\"<15><03><03>A\""), (Array("\r\nx".utf8), "\"<0d><0a>x\""), ([], "\"\""),
        ([0x1B, 0x9B], "\"<1b><9b>\""),
    ])
    func bytesThatAreNoAnswerAreReadable(_ bytes: [UInt8], _ expected: String) {
        #expect(Judge.quoted(bytes) == expected)
    }
}
