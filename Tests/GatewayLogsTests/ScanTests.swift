import Testing

@testable import GatewayLogs

/// The fast ways to find and read things, beside slow ones that are plainly right.
struct ScanTests {
    /// The same numbers in every run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64 = 502

        mutating func next() -> UInt64 {
            self.state &+= 0x9e37_79b9_7f4a_7c15
            return Text.mixed(self.state)
        }
    }

    @Test
    func delimitersAreFoundWhereverTheLineLies() {
        var numbers = Numbers()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...200, using: &numbers)).map { _ in
                UInt8.random(in: 0...6, using: &numbers)
            }
            let start = Int.random(in: 0...bytes.count, using: &numbers)
            let end = Int.random(in: start...bytes.count, using: &numbers)
            let expected = (start..<end).filter { bytes[$0] == 3 } + [end, end]
            var scan = DelimiterScan(3, bytes.span, from: start, to: end)
            var found: [Int] = []
            for _ in expected { found.append(scan.next(bytes.span)) }
            #expect(found == expected)
        }
    }

    @Test
    func fieldsAreThoseOfASplitAndThenEmpty() {
        let text = "a bb  ccc \(String(repeating: "d", count: 130)) e"
        let bytes = Array(text.utf8)
        var scan = DelimiterScan(0x20, bytes.span, from: 0, to: bytes.count)
        var fields: [String] = []
        for _ in 0..<8 { fields.append(scan.field(bytes.span).string(bytes.span)) }
        #expect(fields == text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) + ["", ""])
    }

    @Test(
        arguments: ["0", "7", "42", "502", "12345678", "99999999", "00000001", "-1", "+3", "123456789", "99999999999"]
    )
    func numbersAreReadNearTheEndOfABlockAsWell(text: String) {
        for tail in ["", " ", "9 and more than eight bytes"] {
            let bytes = Array((text + tail).utf8)
            #expect(Text.number(Slice(0, text.utf8.count), bytes.span) == Int64(text))
            // A plus is of no duration.
            let duration = text.hasPrefix("+") ? nil : Int64(text).map { $0 * 1000 }
            #expect(Text.microseconds(Slice(0, text.utf8.count), bytes.span, unit: 1000) == duration)
        }
    }

    @Test(arguments: ["", "-", "1 ", "1:", "/1", "1a", "12345/78", "1234567:", "٣"])
    func whatHasOtherBytesIsNoNumber(text: String) {
        let bytes = Array((text + "00000000").utf8)
        #expect(Text.number(Slice(0, text.utf8.count), bytes.span) == nil)
    }

    /// Parts that are ids, look like some, or are the longer than a word.
    private static let parts = [
        "", "a", "7", "17", "17.png", "18.png", "17.jpg", ".well-known", "abcdef12", "abcdefg", "deadbeef", "cafe",
        "user-settings", "user-setting", "0199d0a3-5b1c-7c3e-9f00-3d1f0a2b4c5d", "-", "1-2", "a.b.c", "12345678",
    ]

    @Test
    func endpointsHaveTheSameHashWhereTheyHaveTheSameText() {
        var numbers = Numbers()
        var hashes: [String: UInt64] = [:]
        var texts: [UInt64: String] = [:]
        for _ in 0..<5000 {
            var target = ""
            for _ in 0..<Int.random(in: 0...6, using: &numbers) {
                target += "/" + (Self.parts.randomElement(using: &numbers) ?? "")
            }
            if Bool.random(using: &numbers) { target += "?next=/a/17" }
            // With bytes behind it, and at the end of the block.
            let tail = Bool.random(using: &numbers) ? " HTTP/1.1" : ""
            let bytes = Array((target + tail).utf8)
            let field = Slice(0, target.utf8.count)
            let text = EndpointKey.text(field, bytes.span)
            let hash = EndpointKey.hash(field, bytes.span)
            #expect(hashes[text, default: hash] == hash, "\(target)")
            #expect(texts[hash, default: text] == text, "\(target)")
            hashes[text] = hash
            texts[hash] = text
        }
        #expect(hashes.count > 1000)
    }

    /// What the members of a line mean and hold.
    private func members(_ text: String, _ shape: inout JSONShape, tail: String = "") -> [String] {
        let bytes = Array((text + tail).utf8)
        var members: [String] = []
        JSONFields.visit(bytes.span, 0, text.utf8.count, &shape) { key, value, bytes in
            members.append("\(key.map { "\($0)" } ?? "?")=\(value.string(bytes))")
        }
        return members
    }

    /// A line is followed by others in its block, or ends it.
    private static let tails = ["", "\n" + String(repeating: "{\"x\":1}", count: 10)]

    @Test(arguments: ScanTests.tails)
    func membersAreFoundPastEscapesArraysAndObjects(tail: String) {
        let text =
            #"{"uri":"1\"2","b\\":"\\","c":[1,"]",{"x":"y"}],"d":{"status":5,"f":null},"msg" : "h" , "i":tr"ue,"#
            + #""host":"","l":"open"#
        let expected = [#"target=1\"2"#, #"?=\\"#, "status=5", "?=null", "message=h", #"?=tr"ue"#, "host=", "?=open"]
        var shape = JSONShape()
        // The second time it is a line as the one before.
        for _ in 0..<3 { #expect(self.members(text, &shape, tail: tail) == expected) }
    }

    @Test(arguments: ScanTests.tails)
    func aLineThatDiffersFromTheOneBeforeIsReadAsItIs(tail: String) {
        let lines: [(String, [String])] = [
            (#"{"status":200,"uri":"/a","msg":"x"}"#, ["status=200", "target=/a", "message=x"]),
            (#"{"status":"502","uri":"/b","msg":"x\"y"}"#, ["status=502", "target=/b", #"message=x\"y"#]),
            (#"{"status":504,"uri":["/c"],"msg":{"error":1}}"#, ["status=504", "error=1"]),
            (#"{"status":,"uri":"","msg":"#, ["status=", "target=", "message="]),
            (#"{"statux":200,"url":"/d","upstream_header_time":1.5}"#, ["?=200", "target=/d", "upstreamHead=1.5"]),
            (#"{"status":200,"upstream_transport_failure_reason":"x"}"#, ["status=200", "transport=x"]),
            (#"{"status":200,"upstream_transport_failure_reaxon":"x"}"#, ["status=200", "?=x"]),
            (#"{"status":20"#, ["status=20"]), (#"{"status":"#, ["status="]), (#"{"status"#, []), (#"{""#, []),
        ]
        var shape = JSONShape()
        for (first, _) in lines {
            for (text, expected) in lines {
                _ = self.members(first, &shape, tail: tail)
                #expect(self.members(text, &shape, tail: tail) == expected, "\(text) behind \(first)")
            }
        }
    }
}
