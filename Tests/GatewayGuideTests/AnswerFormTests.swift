import GatewayGuide
import Testing

struct AnswerFormTests {
    @Test(arguments: [
        (nil, AnswerForm.text), ("", .text), ("*/*", .text), ("text/*", .text), ("image/png", .text),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", .html),
        ("application/json", .problem), ("application/problem+json", .problem), ("application/vnd.api+json", .problem),
        ("application/json, text/plain, */*", .problem), ("text/plain, application/json", .text),
        ("application/*", .problem), ("text/html;q=0.5, application/json", .problem),
        ("text/html;q=0, */*", .text), ("text/plain;q=0, */*", .problem), ("*/*;q=0.1, text/html;q=0.2", .html),
        ("TEXT/HTML", .html), ("  text/html ; q=1.000 ", .html), ("text/html;q=0.001,application/json;q=0", .html),
        ("text/html;q=9", .text), ("text/html;q=nonsense", .text), (";;,,;q=1,", .text),
        ("application/json;charset=utf-8;q=0.9,text/html;q=0.8", .problem), ("*/*, text/html", .html),
    ])
    func picksWhatTheClientPrefers(accept: String?, form: AnswerForm) {
        #expect(AnswerForm(accept: accept) == form)
    }

    @Test
    func hugeFieldsCostLittle() {
        #expect(AnswerForm(accept: String(repeating: "a/b,", count: 1_000_000)) == .text)
        #expect(AnswerForm(accept: "text/html," + String(repeating: ";q=1", count: 1_000_000)) == .html)
    }
}
