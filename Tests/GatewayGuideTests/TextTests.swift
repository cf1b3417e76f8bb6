import Testing

@testable import GatewayGuide

struct TextTests {
    @Test(arguments: [
        (0, "1970-01-01 00:00:00 UTC"), (951_782_400_000, "2000-02-29 00:00:00 UTC"),
        (1_709_251_199_999, "2024-02-29 23:59:59 UTC"), (4_102_444_800_000, "2100-01-01 00:00:00 UTC"),
        (-1, "1969-12-31 23:59:59 UTC"),
    ])
    func momentsAreWrittenInUTC(milliseconds: Int64, text: String) {
        #expect(UTCTime.text(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [
        (0, "0 ms"), (0.44, "0.4 ms"), (250, "250 ms"), (5000, "5 s"), (12_340, "12.3 s"), (120_000, "2 min"),
        (-5, "0 ms"), (Double.nan, "unknown"), (Double.infinity, "unknown"),
    ])
    func timesAreWrittenForPeople(milliseconds: Double, text: String) {
        #expect(Duration.text(milliseconds: milliseconds) == text)
    }

    @Test
    func capturedBytesAreBoundedAndReadable() {
        let bytes = CapturedBytes([UInt8](repeating: 0x41, count: 1000))
        #expect(bytes.bytes.count == CapturedBytes.most)
        #expect(CapturedBytes([0x0D, 0x0A, 0x00, 0x1B, 0x5C, 0x41]).text == "\\r\\n\\x00\\x1b\\\\A")
    }

    @Test
    func likenessFindsSwapsAndGaps() {
        #expect(Likeness.nearest(to: "tilte", among: ["title", "time", "status"]) == ["title"])
        #expect(Likeness.nearest(to: "zzz", among: ["title"]).isEmpty)
        #expect(Likeness.distance(Array("abc".utf8), Array("acb".utf8)) == 1)
    }

    @Test
    func proseIsWrapped() {
        #expect(Wrap.lines("aa bb cc", width: 5) == "aa bb\ncc")
        #expect(Wrap.lines("aaaaaaaaaa bb", width: 5, indent: " ") == " aaaaaaaaaa\n bb")
    }

    @Test(arguments: [
        ("SSH-2.0", Speech.ssh), ("220 mail", .mail), ("<html>", .page), ("Content-Type: text/html", .cgi),
        ("-ERR unknown command", .database), ("PHP Warning:  x", .trace),
    ])
    func otherProtocolsAreRecognised(text: String, speech: Speech) {
        #expect(Speech(Array(text.utf8)) == speech)
    }

    @Test
    func binaryProtocolsAreRecognised() {
        #expect(Speech([0x15, 0x03, 0x01, 0, 2, 2, 70]) == .tls)
        #expect(Speech([0, 0, 18, 4, 0, 0, 0, 0, 0, 0]) == .http2)
        #expect(Speech(Array("HTTP/1.1 200 OK".utf8)) == nil)
        #expect(Speech([]) == nil)
    }
}
