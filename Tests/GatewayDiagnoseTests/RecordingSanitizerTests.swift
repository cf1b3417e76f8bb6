import Foundation
import Testing

@testable import GatewayDiagnose

@Suite struct RecordingSanitizerTests {
    private static func entry(status: Int = 200, session: String = "s3cret") -> String {
        #"""
        {"startedDateTime": "2026-01-01T00:00:00Z", "time": 5, "_initiator": {"stack": "s3cret"}, "serverIPAddress":
        "192.0.2.1", "request": {"method": "POST", "url": "https://me:s3cret@a.example/x?token=s3cret&b#s3cret",
        "headers": [{"value": "id=\#(session); lang=s3cret", "name": "Cookie"}, {"name": "X-Auth-Token", "value":
        "s3cret"}, {"name": "Referer", "value": "/y?q=s3cret"}, {"name": "Accept", "value": "text/html"}],
        "cookies": [{"name": "id", "value": "\#(session)"}], "queryString": [{"name": "token", "value": "s3cret"}],
        "postData": {"mimeType": "text/plain", "text": "s3cret"}}, "response": {"status": \#(status), "headers":
        [{"name": "Set-Cookie", "value": "id=\#(session); Path=/; Secure"}], "content": {"size": 6, "text": "page of
        mine"}, "_error": "net::ERR_FAILED"}}
        """#.replacing("\n", with: " ")
    }

    private static func sanitize(_ entries: [String], piece: Int = 50) throws -> (text: String, log: [[String: Any]]) {
        var sanitizer = RecordingSanitizer()
        var text = RecordingSanitizer.head
        let bytes = Array(
            #"{"log": {"pages": [{"title": "s3cret"}], "entries": [\#(entries.joined(separator: ","))]}}"#.utf8
        )
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try sanitizer.read(Array(bytes[start..<min(bytes.count, start + piece)])) {
                text += String(decoding: $0, as: UTF8.self)
            }
        }
        try sanitizer.end()
        text += RecordingSanitizer.tail
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let log = try #require(document?["log"] as? [String: Any])
        return (text, try #require(log["entries"] as? [[String: Any]]))
    }

    @Test func nothingSecretIsLeft() throws {
        let (text, entries) = try Self.sanitize([Self.entry(), Self.entry()])
        #expect(!text.contains("s3cret"))
        #expect(!text.contains("page of mine"))
        #expect(entries.count == 2)
    }

    @Test func whatHelpsIsLeft() throws {
        let (text, _) = try Self.sanitize([Self.entry(status: 502)])
        for part in [
            "https://a.example/x?token=", "192.0.2.1", "net::ERR_FAILED", "text/html", "page of mine",
            "; Path=/; Secure",
            #""status":502"#,
        ] { #expect(text.contains(part)) }
    }

    @Test func theSameValueHasTheSameMark() throws {
        func cookies(_ entries: [[String: Any]]) -> [String] {
            entries.compactMap { entry in
                let request = entry["request"] as? [String: Any]
                return (request?["cookies"] as? [[String: String]])?.first?["value"]
            }
        }
        let marks = cookies(try Self.sanitize([Self.entry(), Self.entry(session: "another"), Self.entry()]).log)
        #expect(marks.count == 3)
        #expect(marks[0] == marks[2])
        #expect(marks[0] != marks[1])
        // Another run has other marks: they cannot be looked up.
        #expect(cookies(try Self.sanitize([Self.entry()]).log) != [marks[0]])
    }

    @Test func whatCannotBeReadIsLeftOut() throws {
        let (_, entries) = try Self.sanitize([Self.entry(), #"{"request": {"url": nonsense}}"#, #"{"request": 5}"#])
        #expect(entries.count == 2)
        #expect(try Self.sanitize([]).log.isEmpty)
    }

    @Test func aLargeRecordingNeedsLittleMemory() throws {
        var sanitizer = RecordingSanitizer()
        var largest = 0
        func feed(_ text: String) throws {
            try sanitizer.read(Array(text.utf8)) { largest = max(largest, $0.count) }
        }
        try feed(#"{"log": {"entries": ["#)
        let content = String(repeating: "x", count: 1 << 20)
        for number in 0..<8 {
            try feed(number == 0 ? "" : ",")
            try feed(#"{"request": {"url": "https://a.example/"}, "response": {"status": 500, "content": {"text": ""#)
            for _ in 0..<2 { try feed(content) }
            try feed(#""}}}"#)
        }
        try feed("]}}")
        try sanitizer.end()
        #expect(sanitizer.count == 8)
        #expect(largest < 64_000)
    }
}
