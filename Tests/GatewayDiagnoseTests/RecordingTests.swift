import Testing

@testable import GatewayDiagnose

@Suite struct RecordingTests {
    private static func entry(
        _ status: Int,
        _ text: String = "",
        error: String = "",
        url: String = "https://a.example/"
    ) -> String {
        let failure = error.isEmpty ? "" : ", \"_error\": \"\(error)\""
        return "{\"request\": {\"method\": \"GET\", \"url\": \"\(url)\"}, \"time\": 12.5, \"response\": {\"status\": "
            + "\(status), \"headers\": [{\"name\": \"Server\", \"value\": \"nginx\"}], \"content\": "
            + "{\"text\": \"\(text)\"}"
            + "\(failure)}}"
    }

    private static func document(_ entries: [String]) -> String {
        "{\"log\": {\"version\": \"1.2\", \"pages\": [{\"entries\": [1]}], \"entries\": "
            + "[\(entries.joined(separator: ",\n"))]}}"
    }

    private static func read(_ text: String, piece: Int = 7) throws -> (Recording, [RecordedFailure]) {
        var recording = Recording()
        var failures: [RecordedFailure] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try recording.read(Array(bytes[start..<min(bytes.count, start + piece)])) { failures.append($0) }
        }
        try recording.end()
        return (recording, failures)
    }

    @Test(arguments: [1, 7, 100_000])
    func findsWhatFailedInPiecesOfAnySize(_ piece: Int) throws {
        let page = "<hr><center>nginx</center>"
        let text = Self.document([
            Self.entry(200), Self.entry(502, page), Self.entry(0, error: "net::ERR_CERT_DATE_INVALID"),
        ])
        let (recording, failures) = try Self.read(text, piece: piece)
        #expect(recording.count == 3)
        #expect(failures.map(\.number) == [2, 3])
        #expect(failures[0].maker == "nginx")
        #expect(failures[0].party == .origin)
        #expect(failures[1].cause == .certificateExpired)
    }

    @Test(arguments: [
        ("net::ERR_BLOCKED_BY_CLIENT", Party.here), ("net::ERR_ABORTED", .here), ("", .here),
        ("net::ERR_NAME_NOT_RESOLVED", .zone), ("net::ERR_CONNECTION_REFUSED", .server),
    ])
    func tellsTheBrowsersOwnFailuresApart(_ error: String, _ party: Party) throws {
        let (_, failures) = try Self.read(Self.document([Self.entry(0, error: error)]))
        #expect(failures.first?.party == party)
    }

    @Test func anAnswerThatTheBrowserGaveUpIsAFailureWhateverItsStatus() throws {
        let text = Self.document([Self.entry(200, error: "net::ERR_INCOMPLETE_CHUNKED_ENCODING"), Self.entry(200)])
        let (_, failures) = try Self.read(text)
        #expect(failures.map(\.cause) == [.contentCutShort])
    }

    @Test(arguments: ["data:image/png;base64,AA", "blob:https://a.example/1", "chrome-extension://abc/x.js"])
    func whatIsWithinTheBrowserHasNoServerThatFails(_ url: String) throws {
        #expect(try Self.read(Self.document([Self.entry(0, url: url)])).1.isEmpty)
    }

    @Test(arguments: [("https://page.example", true), ("https://a.example", false)])
    func answersForAnotherOriginAreTheServersToAllow(_ origin: String, _ isForeign: Bool) throws {
        let entry =
            "{\"request\": {\"method\": \"GET\", \"url\": \"https://a.example/\", \"headers\": [{\"name\": \"Origin\", "
            + "\"value\": \"\(origin)\"}]}, \"response\": {\"status\": 0, \"_error\": \"net::ERR_FAILED\"}}"
        let failure = try #require(try Self.read(Self.document([entry])).1.first)
        #expect(failure.says.contains("CORS") == isForeign)
        #expect(failure.party == (isForeign ? .origin : .here))
    }

    @Test func theTimeLineIsAsWideAsItIsHoweverLongTheRecording() throws {
        var line = RecordingTimeLine()
        #expect(line.text == nil)
        for second in Int64(0)..<1000 { line.note(1_000_000 + second * 1000, isFailed: second == 0 || second == 999) }
        let text = try #require(line.text)
        let drawn = try #require(text.split(separator: "\n").last?.split(separator: "|").first)
        #expect(drawn.count <= 64)
        #expect(drawn.first == "✗" && drawn.last == "✗" && drawn.count { $0 == "✗" } == 2)
        #expect(text.contains("999.0 s long"))
    }

    @Test func hidesTheValuesOfQueries() throws {
        let (_, failures) = try Self.read(Self.document([Self.entry(500, url: "https://a.example/?token=abc123")]))
        #expect(failures.first?.url == "https://a.example/?token=…")
    }

    @Test(arguments: [
        "x", "\\\\u00e4", "\\\\ud83d\\\\ude00", "\\\\\\\\", "\\\\\"", "\u{E4}", "\u{1F600}",
    ])
    func longTextsAreCutAndStayJSON(_ unit: String) throws {
        let unit = unit.split(separator: "\\\\", omittingEmptySubsequences: false).joined(separator: "\\")
        let text = String(repeating: unit, count: 50_000)
        let (recording, failures) = try Self.read(Self.document([Self.entry(500, text), Self.entry(500)]), piece: 4096)
        #expect(recording.unreadable == 0)
        #expect(failures.count == 2)
    }

    @Test(arguments: [
        ("", Recording.Problem.notJSON), ("PK\u{3}\u{4}", .notJSON), ("[]", .notJSON), ("\"x\"", .notJSON),
        ("{\"log\": {\"entries\": [{\"request\"", .endsEarly), ("{\"log\": {}}", .noEntries), ("{}}", .notJSON),
        ("{\"a\": " + String(repeating: "[", count: 100), .tooDeep),
    ])
    func damagedFilesAreRefused(_ text: String, _ expected: Recording.Problem) {
        #expect(throws: expected) { try Self.read(text) }
    }

    @Test func anEntryThatIsNoneIsCounted() throws {
        let (recording, failures) = try Self.read(Self.document(["{\"response\": 5}", Self.entry(500)]))
        #expect(recording.unreadable == 1)
        #expect(failures.map(\.number) == [2])
    }
}
