import Foundation
import GatewayFaults
import Testing

@testable import GatewayDiagnose

/// The report as a page: what strangers wrote stays text, and the time line is a picture with words.
@Suite struct PageTests {
    private static func page(_ visit: Visit) throws -> String {
        let seen = try JudgeTests.seen([visit])
        return DiagnosisPage(DiagnosisDocument(Verdict(seen), seen)).html
    }

    @Test func theTimeLineHasABarForEachAddress() throws {
        let html = try Self.page(JudgeTests.answered(502, after: 30))
        #expect(html.contains("<h2>Time line</h2>"))
        #expect(html.contains("aria-label=\"192.0.2.1:80: connect 1.0 ms, wait 30 ms"))
        #expect(html.components(separatedBy: "preserveAspectRatio").count == 2)
    }

    @Test func nothingIsDrawnWhereNothingWasReached() throws {
        #expect(!(try Self.page(JudgeTests.failed(.connectRefused))).contains("Time line"))
    }

    @Test func whatWasNotReachedHasWordsInsteadOfABar() throws {
        var origin = JudgeTests.failed(.connectRefused)
        origin.purpose = .origin
        var seen = try JudgeTests.seen([JudgeTests.answered(502)])
        seen.origins = [origin]
        let html = DiagnosisPage(DiagnosisDocument(Verdict(seen), seen)).html
        #expect(html.contains("<span>connect refused</span>"))
        #expect(html.components(separatedBy: "preserveAspectRatio").count == 2)
    }

    @Test func commandsAreCodeAndBackticksAreNot() {
        #expect(DiagnosisPage.marked("Start it (`ss <x>`).") == "Start it (<code>ss &lt;x&gt;</code>).")
        #expect(DiagnosisPage.marked("a ` b <c>") == "a ` b &lt;c&gt;")
    }

    @Test func nothingIsLoadedAndMarkupOfStrangersIsText() throws {
        let html = try Self.page(JudgeTests.answered(500, [("Server", "<script>x</script>"), ("X-Request-Id", "<b>")]))
        #expect(!html.contains("<script") && !html.contains("<b>"))
        #expect(!html.contains("src=") && !html.contains("url("))
    }
}
