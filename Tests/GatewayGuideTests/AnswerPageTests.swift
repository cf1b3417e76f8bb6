import Foundation
import GatewayFaults
import Testing

@testable import GatewayGuide

struct AnswerPageTests {
    private static func context(
        _ detail: Fault.Detail,
        accept: String? = nil,
        method: String = "GET",
        details: Bool = false,
        id: String = "01990e3c-7b1d-7c3a-9f52-3d1f0a6b8e21"
    ) -> AnswerContext {
        AnswerContext(
            fault: Fault(detail, code: 7),
            incidentID: id,
            time: "2026-03-01 12:00:00 UTC",
            method: method,
            accept: accept,
            tellsDetails: details
        )
    }

    private static func page(_ context: AnswerContext, _ form: AnswerForm) -> String {
        String(decoding: AnswerPage.body(context, as: form), as: UTF8.self)
    }

    /// Letters only, so that marks and line breaks do not matter.
    private static func bare(_ text: String) -> String {
        String(
            text.replacingOccurrences(of: "<[^>]*>|&[#a-z0-9]*;", with: "", options: .regularExpression).filter(
                \.isLetter
            )
        )
    }

    @Test(arguments: Fault.Detail.allCases)
    func htmlIsSelfContainedSmallAndTellsTheStory(detail: Fault.Detail) {
        let page = Self.page(Self.context(detail), .html)
        let words = Guide.words(for: detail)
        #expect(page.utf8.count < 12 * 1024)
        #expect(Self.page(Self.context(detail, details: true), .html).utf8.count < 12 * 1024)
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(page.contains("<h1>\(Escape.html(words.title))</h1>"))
        #expect(page.contains(HTMLPage.prose(words.visitor)))
        #expect(page.contains("01990e3c-7b1d-7c3a-9f52-3d1f0a6b8e21"))
        #expect(page.contains("2026-03-01 12:00:00 UTC"))
        for source in ["src=", "<link", "@import", "url("] { #expect(!page.contains(source), "\(source)") }
        // Exactly one stop of the way is marked, by word and shape and not by colour alone.
        #expect(page.components(separatedBy: "class=\"bad\"").count == 2)
        #expect(page.components(separatedBy: "<i>Problem: </i>").count == 2)
    }

    @Test(arguments: Fault.Detail.allCases)
    func onlyTemporaryFaultsTryAgainByThemselves(detail: Fault.Detail) {
        let page = Self.page(Self.context(detail), .html)
        #expect(page.contains("<script>") == detail.isTemporary)
        #expect(page.contains("http-equiv=\"refresh\"") == detail.isTemporary)
        let form = Self.page(Self.context(detail, method: "POST"), .html)
        #expect(!form.contains("<script>") && !form.contains("http-equiv=\"refresh\""))
    }

    @Test(arguments: Fault.Detail.allCases)
    func strangersGetNothingMeantForTheOperator(detail: Fault.Detail) {
        let words = Guide.words(for: detail)
        for form in AnswerForm.allCases {
            let page = Self.page(Self.context(detail), form)
            let told = Self.page(Self.context(detail, details: true), form)
            let marker = Self.bare(words.operations).prefix(40)
            if form == .problem {
                #expect(!page.contains("\"operator\""))
                #expect(told.contains("\"operator\""))
            } else {
                #expect(!Self.bare(page).contains(marker), "\(detail) \(form)")
                #expect(Self.bare(told).contains(marker), "\(detail) \(form)")
            }
            #expect(!page.contains("goodgate"))
        }
    }

    @Test(arguments: Fault.Detail.allCases)
    func problemIsRFC9457(detail: Fault.Detail) throws {
        let body = AnswerPage.body(Self.context(detail, details: true), as: .problem)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        #expect(object["status"] as? Int == detail.status)
        #expect(object["title"] as? String == Guide.words(for: detail).title)
        #expect(object["detail"] as? String == Guide.words(for: detail).whatHappened)
        #expect((object["type"] as? String)?.hasPrefix("https://") == true)
        #expect(object["error"] as? String == detail.kind.token)
        #expect(object["fault"] as? String == detail.token)
        #expect(object["temporary"] as? Bool == detail.isTemporary)
    }

    @Test(arguments: Fault.Detail.allCases)
    func textFitsATerminal(detail: Fault.Detail) {
        let page = Self.page(Self.context(detail, details: true), .text)
        #expect(page.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        for line in page.split(separator: "\n") where !line.contains("`") { #expect(line.count <= 100, "\(line)") }
        #expect(page.hasPrefix("\(detail.status) "))
    }

    @Test(arguments: Fault.Detail.allCases)
    func aRefusedRequestNamesTheRule(detail: Fault.Detail) {
        guard detail.kind == .httpRequestError else { return }
        let reference = Guide.words(for: detail).reference
        #expect(Self.page(Self.context(detail), .html).contains(reference.url))
        #expect(Self.page(Self.context(detail), .problem).contains(reference.url))
        let rule = Self.page(Self.context(detail), .text).split(separator: "\n").first { $0.hasPrefix("rule ") }
        #expect(rule?.hasPrefix("rule   RFC \(reference.rfc)") == true)
        // What stands for a letter that ASCII lacks.
        #expect(rule?.contains("?") == false)
    }

    @Test
    func valuesCannotBreakOutOfThePage() throws {
        let hostile = "\"'><script>alert(1)</script>\u{1B}[31m\u{9B}\n{{x}}"
        let context = Self.context(.noRoute, id: hostile)
        #expect(!Self.page(context, .html).contains("<script>"))
        #expect(!Self.page(context, .text).contains("\u{1B}"))
        let object = try JSONSerialization.jsonObject(with: Data(AnswerPage.body(context, as: .problem)))
        #expect((object as? [String: Any])?["id"] as? String == hostile)
    }

    /// A kept answer must not carry anything of the request that it was first made for.
    @Test(arguments: AnswerForm.allCases)
    func aKeptAnswerIsTheComposedOne(form: AnswerForm) {
        for detail in Fault.Detail.allCases {
            for (side, method, pause) in [
                (detail.defaultSide, "GET", 9), (detail.defaultSide, "POST", nil), (.gateway, "HEAD", nil),
            ] as [(Fault.Side, String, Int?)] {
                for id in ["first", "second <\"\u{1B}"] {
                    let context = AnswerContext(
                        fault: Fault(detail, side: side, phase: .route),
                        incidentID: id,
                        time: "at " + id,
                        retryAfter: pause,
                        method: method
                    )
                    #expect(AnswerPage.body(context, as: form) == AnswerPage.composed(context, as: form))
                }
            }
        }
    }

    @Test
    func renderingFollowsAccept() {
        let html = AnswerPage.render(Self.context(.connectRefused, accept: "text/html"))
        #expect(html.contentType == "text/html; charset=utf-8")
        let json = AnswerPage.render(Self.context(.connectRefused, accept: "application/json"))
        #expect(json.contentType == "application/problem+json")
        #expect(AnswerPage.render(Self.context(.connectRefused)).contentType == "text/plain; charset=utf-8")
    }

    @Test
    func retryAfterSlowsThePageDown() {
        var context = Self.context(.overloaded)
        context.retryAfter = 90
        let page = Self.page(context, .html)
        #expect(page.contains("content=\"90\""))
        #expect(page.contains("[90,90,90,90,90,120]"))
    }
}

/// An operator's own sentence on the page.
struct AnswerMessageTests {
    private static func context(_ message: String?) -> AnswerContext {
        AnswerContext(fault: Fault(.maintenance), incidentID: "id", time: "now", retryAfter: 60, message: message)
    }

    @Test(arguments: AnswerForm.allCases)
    func standsInsteadOfOursAndIsEscaped(form: AnswerForm) throws {
        let message = "Back at 5 <script>alert(\"x\")</script> & `tea`"
        let body = String(decoding: AnswerPage.body(Self.context(message), as: form), as: UTF8.self)
        // Plain text has nothing that could be mistaken.
        #expect(form == .text || !body.contains("<script>alert"))
        #expect(body.contains("Back at 5"))
        #expect(!body.contains(String(Guide.words(for: .maintenance).whatHappened.prefix(30))))
    }

    /// Answers are kept; one operator's words must not stand on another route's page.
    @Test
    func isNotMixedUpWithAnother() {
        for message in ["one", nil, "two", "one"] as [String?] {
            let body = String(decoding: AnswerPage.body(Self.context(message), as: .problem), as: UTF8.self)
            let expected = message ?? Guide.words(for: .maintenance).whatHappened
            #expect(body.contains("\"detail\": \"\(Escape.json(expected))\""))
        }
    }
}
