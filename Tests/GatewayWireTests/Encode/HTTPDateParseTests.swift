import GatewayBytes
import GatewayWire
import Testing

/// RFC 9110 §5.6.7: three formats are read, one is written.
struct HTTPDateParseTests {
    private static func read(_ text: String, now: Int64 = 784_111_777) -> Int64? {
        var bytes = Buffer()
        bytes.append(text: text)
        return HTTPDate.epochSeconds(bytes.span, ByteRange(from: 0, to: bytes.count), now: now)
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "sun, 06 nov 1994 08:49:37 gmt", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun Nov 06 08:49:37 1994",
    ])
    func readsAllFormats(_ text: String) { #expect(Self.read(text) == 784_111_777) }

    @Test(arguments: [
        "", "0", "-1", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT  ",
        "Sun, 06 Nov 94 08:49:37 GMT   ", "Sun, 06 Nov 1994 08:49:37 GMT2", "Sun 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z            ", "Sun, 06 Nov 99999 08:49:37 GMT", "Sun,,06 Nov 1994 08:49:37 GMT",
    ])
    func refusesEverythingElse(_ text: String) { #expect(Self.read(text) == nil) }

    /// A two-digit year more than 50 years ahead is the last one with these digits.
    @Test
    func guessesTheCentury() {
        #expect(Self.read("Sunday, 06-Nov-44 08:49:37 GMT") == Self.read("Sun, 06 Nov 2044 08:49:37 GMT"))
        #expect(Self.read("Sunday, 06-Nov-45 08:49:37 GMT") == Self.read("Sun, 06 Nov 1945 08:49:37 GMT"))
        let year2026: Int64 = 1_795_000_000
        #expect(
            Self.read("Sunday, 06-Nov-70 08:49:37 GMT", now: year2026) == Self.read("Sun, 06 Nov 2070 08:49:37 GMT")
        )
        #expect(
            Self.read("Sunday, 06-Nov-77 08:49:37 GMT", now: year2026) == Self.read("Sun, 06 Nov 1977 08:49:37 GMT")
        )
    }

    /// What is written is read back, over leap years and centuries.
    @Test
    func readsWhatIsWritten() {
        var moment: Int64 = -62_135_596_800
        while moment < 253_402_300_799 {
            var bytes = Buffer()
            bytes.append(httpDate: moment)
            #expect(HTTPDate.epochSeconds(bytes.span, ByteRange(from: 0, to: bytes.count), now: 0) == moment)
            moment += 86_399 * 367
        }
    }
}
