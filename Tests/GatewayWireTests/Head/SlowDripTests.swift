import GatewayFaults
import Testing

@testable import GatewayWire

/// A sender of single bytes costs work in proportion to its bytes.
struct SlowDripTests {
    /// Looks at the line counted from the outside: each leaves its mark in the cursor.
    @Test
    func looksAtALongLineALogarithmicNumberOfTimes() {
        let line = bytes("GET /" + String(repeating: "a", count: 8000))
        var head = RequestHead()
        var looks = 0
        var due = 0
        for count in 1...line.count {
            #expect(head.outcome(Array(line[..<count])) == .needMore)
            #expect(head.cursor.searched == count, "every byte is searched once")
            if head.cursor.nextLook != due {
                looks += 1
                due = head.cursor.nextLook
            }
        }
        #expect(looks <= 15)
    }

    @Test
    func neverReturnsToALineThatIsDone() {
        let text = bytes(GatewayWireTests.head("GET / HTTP/1.1", "Host: a", "Accept: */*"))
        var head = RequestHead()
        var previous = LineCursor()
        for count in 1..<text.count {
            #expect(head.outcome(Array(text[..<count])) == .needMore)
            #expect(head.cursor.line >= previous.line)
            // The fields of lines that are done are there, once.
            #expect(head.fields.count == text[..<count].filter { $0 == 0x0a }.count - (head.cursor.line > 0 ? 1 : 0))
            previous = head.cursor
        }
        #expect(head.outcome(text) == readRequest(text))
        #expect(head.fields.count == 2)
    }

    @Test
    func tellsGarbageWithoutLineEndsEarly() {
        var head = ResponseHead()
        #expect(head.outcome([0x16]) == .needMore)
        #expect(head.outcome([0x16, 0x03, 0x03]) == .fault(.tlsOnPlainPort, at: 0))
    }
}
