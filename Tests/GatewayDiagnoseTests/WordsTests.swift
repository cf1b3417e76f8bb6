import GatewayGuide
import GatewayReactor
import Testing

@testable import GatewayDiagnose

@Suite struct WordsTests {
    /// A cause whose words were forgotten would show its bare token.
    @Test(arguments: SiteCause.allCases)
    func everyCauseHasWords(_ cause: SiteCause) {
        let words = cause.words
        #expect(words.title != cause.rawValue)
        #expect(!words.steps.isEmpty)
        #expect(words.party != .nobody)
        #expect(words.steps.allSatisfy { $0.text.hasSuffix(".") })
    }

    @Test func anOriginThatWasGivenIsNamed() throws {
        var seen = try JudgeTests.seen([JudgeTests.answered(502)])
        let words = "goodgate diagnose URL --origin THE-ORIGIN, or THE-ORIGIN:443"
        #expect(VerdictText.filled(words, seen).hasSuffix("--origin THE-ORIGIN, or THE-ORIGIN:443"))
        seen.origins = [Visit(.origin, .loopbackV6(port: 3000))]
        #expect(VerdictText.filled(words, seen).hasSuffix("--origin [::1]:3000, or [::1]:443"))
    }

    @Test func textOfStrangersBecomesNeitherMarkupNorControl() throws {
        let evil = "\u{1B}[2J<script>alert(1)</script>|`x`\u{202E}"
        var seen = try JudgeTests.seen([JudgeTests.answered(500, [("Server", evil), ("CF-Ray", evil)], body: evil)])
        seen.redirectProblem = .unusable(evil)
        let verdict = Verdict(seen)
        let document = DiagnosisDocument(verdict, seen)
        let tree = WalkText(color: false)
        let texts = [
            VerdictText(verdict, seen, color: false).text, tree.text(.visited(seen.pages)),
            DiagnosisMarkdown(document).text, DiagnosisPage(document).html,
        ]
        for text in texts {
            #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        }
        #expect(!DiagnosisPage(document).html.contains("<script"))
        // Inside code spans it is text; everything else must be escaped.
        let parts = DiagnosisMarkdown(document).text.replacing("\\`", with: "").split(
            separator: "`",
            omittingEmptySubsequences: false
        )
        for (index, part) in parts.enumerated() where index % 2 == 0 { #expect(!part.contains("<script")) }
    }

    @Test func reportsHoldNoSecrets() throws {
        var seen = try JudgeTests.seen([JudgeTests.answered(500, [("Set-Cookie", "session=abc123")])])
        seen.target = try Target("http://site.example/?token=abc123")
        let verdict = Verdict(seen)
        let document = DiagnosisDocument(verdict, seen)
        let texts = [
            DiagnosisMarkdown(document).text, DiagnosisPage(document).html,
            VerdictText(verdict, seen, color: false).text,
            "\(document)",
        ]
        for text in texts { #expect(!text.contains("abc123")) }
    }
}
