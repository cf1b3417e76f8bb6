import Foundation
import Testing

@testable import GatewayLogs

/// Logs that real proxies wrote in front of the lab's peers, with the scenario as truth (Recorded/record.py makes them).
struct RecordedTests {
    /// Made once: looking at shapes of lines takes longer than reading them.
    private static let proofs = Task {
        var proofs: [RecordedProof] = []
        for recording in Recording.all { proofs.append(try await RecordedProof(recording)) }
        return proofs
    }

    private static let root =
        Recording.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func proof(of recording: Recording) async throws -> RecordedProof {
        try #require(try await Self.proofs.value.first { $0.recording.title == recording.title })
    }

    @Test(arguments: Recording.all)
    func everyFailureIsToldAsTheFaultOfItsScenarioAsFarAsTheLogTellsItApart(recording: Recording) async throws {
        let proof = try await Self.proof(of: recording)
        #expect(proof.wrong.isEmpty)
        // The same words have one meaning.
        #expect(proof.groups.allSatisfy { $0.told.count == 1 })
        #expect(proof.all >= 30)
        #expect(proof.right * 100 >= proof.all * 99)
    }

    @Test
    func whatSaysNoReasonIsToldAsNone() async throws {
        let recording = Recording.varnishByItself
        let verdicts = Set(Findings(try await recording.read()).records.map(\.verdict))
        #expect(verdicts == [.untold])
    }

    /// What is advised is what was recorded.
    @Test(arguments: ["nginx", "httpd", "haproxy", "envoy", "varnish"])
    func theAdvisedFormatsAreInTheDocumentation(proxy: String) throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/logs.md"), encoding: .utf8)
        let format = try Recording.text(of: "\(proxy)-telling.format.txt").trimmingCharacters(in: .newlines)
        #expect(page.contains(format))
    }

    /// The number that README.md names.
    @Test
    func theReadmeNamesHowManyFailuresWereRecorded() async throws {
        let page = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let count = try await Self.proofs.value.reduce(0) { $0 + $1.all }
        #expect(page.contains("of \(count) recorded"))
    }

    /// The table in Recorded/README.md is made here, with GOODGATE_WRITE_DOCS=1.
    @Test
    func theTableOfWhatWasToldIsOfToday() async throws {
        let text = RecordedPage(proofs: try await Self.proofs.value).text
        let file = Recording.folder.appending(path: "README.md")
        if ProcessInfo.processInfo.environment["GOODGATE_WRITE_DOCS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
