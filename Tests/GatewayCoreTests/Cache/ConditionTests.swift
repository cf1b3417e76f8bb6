import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

/// Conditions and ranges of clients, answered from what is stored (RFC 9110 §13, §14).
struct ConditionTests {
    private static let changed = "Last-Modified: Sun, 06 Nov 1994 08:00:00 GMT"
    private static let tagged = CacheCase("", response: ["Cache-Control: max-age=9", "ETag: \"a\"", Self.changed])
    private static let weak = CacheCase("", response: ["Cache-Control: max-age=9", "ETag: W/\"a\""])
    private static let dated = CacheCase("", response: ["Cache-Control: max-age=9"])

    static let conditions: [(String, CacheCase, [String], Bool)] = [
        ("none", Self.tagged, [], false),
        ("§13.1.2: the same tag", Self.tagged, ["If-None-Match: \"a\""], true),
        ("§13.1.2: another tag", Self.tagged, ["If-None-Match: \"b\""], false),
        ("§13.1.2: one of a list", Self.tagged, ["If-None-Match: \"b, c\", \"a\""], true),
        ("§13.1.2: one of several lines", Self.tagged, ["If-None-Match: \"b\"", "If-None-Match: \"a\""], true),
        ("§13.1.2: anything", Self.tagged, ["If-None-Match: *"], true),
        ("§8.8.3.2: a weak one matches a strong one", Self.tagged, ["If-None-Match: W/\"a\""], true),
        ("§8.8.3.2: a strong one matches a weak one", Self.weak, ["If-None-Match: \"a\""], true),
        ("§13.1.2: a tag, and none is stored", Self.dated, ["If-None-Match: \"a\""], false),
        ("§13.1.3: not changed since", Self.tagged, ["If-Modified-Since: Sun, 06 Nov 1994 08:00:00 GMT"], true),
        ("§13.1.3: changed since", Self.tagged, ["If-Modified-Since: Sun, 06 Nov 1994 07:59:59 GMT"], false),
        ("§13.1.3: no date", Self.tagged, ["If-Modified-Since: yesterday"], false),
        (
            "§13.1.3: If-None-Match makes it void", Self.tagged,
            ["If-None-Match: \"b\"", "If-Modified-Since: Sun, 06 Nov 1994 08:00:00 GMT"], false
        ),
        (
            "RFC 9111 §4.3.2: Date where there is no Last-Modified", Self.dated,
            ["If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"], true
        ),
        ("§5.6.7: the date of RFC 850", Self.tagged, ["If-Modified-Since: Sunday, 06-Nov-94 08:00:00 GMT"], true),
        ("§5.6.7: the date of asctime", Self.tagged, ["If-Modified-Since: Sun Nov  6 08:00:00 1994"], true),
        (
            "§13.2.1: only where the answer would be a success",
            CacheCase("", response: ["Cache-Control: max-age=9", "ETag: \"a\""], status: "404 Not Found"),
            ["If-None-Match: \"a\""], false
        ),
    ]

    @Test(arguments: Self.conditions)
    func tellsWhatTheClientHas(_ name: String, _ stored: CacheCase, _ request: [String], _ isKnown: Bool) throws {
        let head = try stored.stored()
        let facts = try stored.facts()
        let told = try CacheCase(name, request: request).withRequest {
            ClientConditions.areNotModified($0.fields, $1, head, facts, wall: cacheWall)
        }
        #expect(told == isKnown, "\(name)")
    }

    /// Of 100 bytes.
    static let ranges: [(String, CacheCase, [String], RangeRequest)] = [
        ("none", Self.tagged, [], .whole),
        ("from the start", Self.tagged, ["Range: bytes=0-9"], .part(from: 0, count: 10)),
        ("in any case", Self.tagged, ["Range: BYTES=0-9"], .part(from: 0, count: 10)),
        ("to the end", Self.tagged, ["Range: bytes=90-"], .part(from: 90, count: 10)),
        ("beyond the end", Self.tagged, ["Range: bytes=90-500"], .part(from: 90, count: 10)),
        ("the last", Self.tagged, ["Range: bytes=-5"], .part(from: 95, count: 5)),
        ("more than all", Self.tagged, ["Range: bytes=-500"], .part(from: 0, count: 100)),
        ("§14.1.2: after the end", Self.tagged, ["Range: bytes=100-"], .unsatisfiable),
        ("§14.1.2: none of the last", Self.tagged, ["Range: bytes=-0"], .unsatisfiable),
        ("§14.1.1: backwards", Self.tagged, ["Range: bytes=9-5"], .whole),
        ("§14.2: several", Self.tagged, ["Range: bytes=0-1, 5-6"], .whole),
        ("§14.2: two fields", Self.tagged, ["Range: bytes=0-1", "Range: bytes=5-6"], .whole),
        ("§14.2: another unit", Self.tagged, ["Range: lines=0-1"], .whole),
        ("not a number", Self.tagged, ["Range: bytes=a-b"], .whole),
        ("nothing", Self.tagged, ["Range: bytes=-"], .whole),
        (
            "numbers beyond all bounds", Self.tagged, ["Range: bytes=0-99999999999999999999999"],
            .part(from: 0, count: 100)
        ),
        ("a start beyond all bounds", Self.tagged, ["Range: bytes=99999999999999999999999-"], .unsatisfiable),
        ("§13.1.5: the same tag", Self.tagged, ["Range: bytes=0-9", "If-Range: \"a\""], .part(from: 0, count: 10)),
        ("§13.1.5: another tag", Self.tagged, ["Range: bytes=0-9", "If-Range: \"b\""], .whole),
        ("§13.1.5: a weak tag", Self.weak, ["Range: bytes=0-9", "If-Range: W/\"a\""], .whole),
        (
            "§13.1.5: the same date", Self.tagged, ["Range: bytes=0-9", "If-Range: Sun, 06 Nov 1994 08:00:00 GMT"],
            .part(from: 0, count: 10)
        ),
        (
            "§13.1.5: a later date is no match", Self.tagged,
            ["Range: bytes=0-9", "If-Range: Sun, 06 Nov 1994 08:00:01 GMT"], .whole
        ),
        ("§13.1.5: an empty validator", Self.tagged, ["Range: bytes=0-9", "If-Range:"], .whole),
    ]

    @Test(arguments: Self.ranges)
    func findsTheRange(_ name: String, _ stored: CacheCase, _ request: [String], _ range: RangeRequest) throws {
        let head = try stored.stored()
        let facts = try stored.facts()
        let found = try CacheCase(name, request: request).withRequest {
            RangeRequest($0.fields, $1, head, facts, length: 100, wall: cacheWall)
        }
        #expect(found == range, "\(name)")
    }

    @Test
    func anEmptyContentHasNoPart() throws {
        let head = try Self.tagged.stored()
        let facts = try Self.tagged.facts()
        for value in ["bytes=0-", "bytes=-1"] {
            let found = try CacheCase("", request: ["Range: \(value)"]).withRequest {
                RangeRequest($0.fields, $1, head, facts, length: 0, wall: cacheWall)
            }
            #expect(found == .unsatisfiable)
        }
    }

    // MARK: - Heads

    @Test
    func storedHeadHasNothingOfOneConnectionOrOneClient() throws {
        let stored = CacheCase(
            "",
            response: [
                "Connection: close, x-hop", "X-Hop: 1", "Keep-Alive: timeout=5", "Set-Cookie: a=b", "Age: 5",
                "X-Kept: 2",
                "Proxy-Authenticate: Basic", "Cache-Control: public, max-age=9",
            ]
        )
        let lines = try Lines(try stored.stored().lines.text + "\r\n")
        #expect(lines.start == "HTTP/1.1 200 OK")
        #expect(lines.fields.map(\.name) == ["X-Kept", "Cache-Control", "Date", "Via"])
    }

    @Test
    func aStoredHeadKeepsADateThatItCameWith() throws {
        let stored = CacheCase("", response: ["Date: Sun, 06 Nov 1994 08:00:00 GMT"])
        #expect(try Lines(try stored.stored().lines.text + "\r\n").values("Date") == ["Sun, 06 Nov 1994 08:00:00 GMT"])
    }

    /// RFC 9111 §3.2 and §4.3.4.
    @Test
    func a304ReplacesFieldsAndKeepsThoseOfTheContent() throws {
        let stored = try CacheCase(
            "",
            response: [
                "Cache-Control: max-age=9", "ETag: \"a\"", "Content-Encoding: gzip", "Content-Type: text/html",
                "X-Old: 1",
                "X-Twice: 1", "X-Twice: 2",
            ]
        ).stored()
        let update = CacheCase(
            "",
            response: [
                "cache-control: max-age=20", "Content-Encoding: identity", "Content-Type: text/plain", "X-New: 2",
                "x-twice: 3", "Set-Cookie: no", "Connection: x-hop", "X-Hop: 1",
            ]
        )
        var merged = Buffer()
        var date = Buffer()
        date.append("Date: Sun, 06 Nov 1994 09:00:00 GMT\r\n")
        try update.withResponse { try StoredHead.merge(stored, $0, $1, date: date, into: &merged) }
        let lines = try Lines(merged.text + "\r\n")
        #expect(lines.start == "HTTP/1.1 200 OK")
        #expect(lines.values("Cache-Control") == ["max-age=20"])
        #expect(lines.values("Content-Encoding") == ["gzip"])
        #expect(lines.values("Content-Type") == ["text/html"])
        #expect(lines.values("X-Old") == ["1"])
        #expect(lines.values("X-New") == ["2"])
        #expect(lines.values("X-Twice") == ["3"])
        #expect(lines.values("X-Hop").isEmpty)
        #expect(lines.values("Set-Cookie").isEmpty)
        #expect(lines.values("Date") == ["Sun, 06 Nov 1994 09:00:00 GMT"])
        #expect(lines.values("Via").count == 1)
        #expect(lines.values("Content-Length").isEmpty)
    }

    /// RFC 9111 §4.3.4: a 304 with another entity tag speaks of another response.
    @Test(arguments: [("\"a\"", true), ("W/\"a\"", true), ("\"b\"", false)])
    func a304ConfirmsWhatItNames(_ tag: String, _ isMeant: Bool) throws {
        let stored = try Self.tagged.stored()
        let told = try CacheCase("", response: ["ETag: \(tag)"]).withResponse {
            ClientConditions.confirms($0, $1, stored)
        }
        #expect(told == isMeant)
    }

    @Test
    func asksByBothValidators() throws {
        var lines = Buffer()
        ClientConditions.append(try Self.tagged.stored(), into: &lines)
        #expect(lines.text == "If-None-Match: \"a\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:00:00 GMT\r\n")
    }

    /// RFC 9110 §15.4.5.
    @Test
    func a304ToAClientHasOnlyWhatItMustHave() throws {
        let stored = try CacheCase("", response: ["Content-Type: a/b", "ETag: \"a\"", "Vary: Accept", "X-Other: 1"])
            .stored()
        var head = Buffer()
        let answer = StoredHeadComposer.Answer(
            form: .notModified,
            length: 2,
            age: 3,
            closes: false,
            tellsKeepAlive: false
        )
        StoredHeadComposer.compose(stored, status: 200, answer, ownLines: Buffer(), into: &head)
        let lines = try Lines(head.text)
        #expect(lines.start == "HTTP/1.1 304 Not Modified")
        #expect(lines.fields.map(\.name) == ["ETag", "Vary", "Date", "Via", "Age"])
    }

    @Test
    func aPartSaysWhichItIs() throws {
        let stored = try Self.tagged.stored()
        var head = Buffer()
        let form = StoredHeadComposer.Answer.Form.part(from: 5, count: 10)
        let answer = StoredHeadComposer.Answer(form: form, length: 100, age: 0, closes: true, tellsKeepAlive: false)
        StoredHeadComposer.compose(stored, status: 200, answer, ownLines: Buffer(), into: &head)
        let lines = try Lines(head.text)
        #expect(lines.start == "HTTP/1.1 206 Partial Content")
        #expect(lines.values("Content-Range") == ["bytes 5-14/100"])
        #expect(lines.values("Content-Length") == ["10"])
        #expect(lines.values("Connection") == ["close"])
        #expect(lines.values("ETag") == ["\"a\""])
    }

    @Test
    func whatCannotBeSatisfiedSaysHowLongItIs() throws {
        let stored = try Self.tagged.stored()
        var head = Buffer()
        let answer = StoredHeadComposer.Answer(
            form: .unsatisfiable,
            length: 100,
            age: 0,
            closes: false,
            tellsKeepAlive: true
        )
        StoredHeadComposer.compose(stored, status: 200, answer, ownLines: Buffer(), into: &head)
        let lines = try Lines(head.text)
        #expect(lines.start == "HTTP/1.1 416 Range Not Satisfiable")
        #expect(lines.values("Content-Range") == ["bytes */100"])
        #expect(lines.values("Content-Length") == ["0"])
        #expect(lines.values("Connection") == ["keep-alive"])
    }
}
