import GatewayFaults

/// The answer as a page for people.
///
/// Self-contained: no request leaves it, nothing in it needs a script, and it stays below 12 KB. The look is in
/// `HTMLPage+Style`, the script that tries again in `HTMLPage+Retry`.
struct HTMLPage {
    let text: String

    init(_ context: AnswerContext) {
        let words = Guide.words(for: context.fault.detail)
        let retries = HTMLRetry(context)
        var page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        page += "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"
        page += "<title>\(Escape.html(words.title)) (\(context.status))</title>\n"
        page += retries.head
        page += "<style>\n\(HTMLStyle.sheet)</style>\n</head>\n<body>\n<main>\n"
        page += "<p class=\"status\">\(context.status) \(Escape.html(StatusPhrase.phrase(context.status)))</p>\n"
        page += "<h1>\(Escape.html(words.title))</h1>\n"
        page += Self.journey(Journey(context.fault))
        // An operator's words are taken as they are: a back quote in them marks nothing.
        let lead = context.message.map(Escape.html) ?? Self.prose(words.whatHappened)
        page += "<p class=\"lead\">\(lead)</p>\n"
        page += "<section class=\"advice\" aria-labelledby=\"advice\">\n<h2 id=\"advice\">What you can do</h2>\n"
        page += "<p>\(Self.prose(words.visitor))</p>\n" + retries.body + "</section>\n"
        page += Self.facts(context, words)
        if context.tellsDetails { page += Self.details(context, words) }
        page += "</main>\n\(retries.script)</body>\n</html>\n"
        self.text = page
    }

    /// Text with `code` marks turned into elements.
    static func prose(_ text: String) -> String {
        var result = ""
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            let escaped = Escape.html(String(part))
            result += index % 2 == 1 ? "<code>\(escaped)</code>" : escaped
        }
        return result
    }

    private static func journey(_ journey: Journey) -> String {
        var list = "<ol class=\"way\" aria-label=\"The way of your request\">\n"
        for stop in journey.stops {
            let (style, shape): (String, String) =
                switch stop.state {
                case .worked: ("ok", "<path d=\"M7.5 12.5l3 3 6-6.5\"/>")
                case .failed: ("bad", "<path d=\"M8.5 8.5l7 7m0-7l-7 7\"/>")
                case .notAsked: ("idle", "<path d=\"M8 12h8\"/>")
                }
            list += "<li class=\"\(style)\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
            list += "<circle cx=\"12\" cy=\"12\" r=\"10\"/>\(shape)</svg><b>\(stop.name)</b>"
            list += "<span><i>\(stop.state.word): </i>\(Escape.html(stop.note))</span></li>\n"
        }
        return list + "</ol>\n"
    }

    private static func facts(_ context: AnswerContext, _ words: Words) -> String {
        var list = "<dl>\n<div><dt>Id</dt><dd><code class=\"id\">\(Escape.html(context.incidentID))</code></dd></div>\n"
        list += "<div><dt>Time</dt><dd>\(Escape.html(context.time))</dd></div>\n"
        list += "<div><dt>Fault</dt><dd><code>\(context.fault.detail.token)</code></dd></div>\n"
        if context.fault.kind == .httpRequestError {
            let reference = words.reference
            list +=
                "<div><dt>Rule</dt><dd><a href=\"\(reference.url)\" rel=\"noreferrer\">\(reference.label)</a></dd></div>\n"
        }
        return list + "</dl>\n"
    }

    /// For listeners where the operator chose to tell everything.
    private static func details(_ context: AnswerContext, _ words: Words) -> String {
        let fault = context.fault
        var section = "<details>\n<summary>For the people who run this site</summary>\n"
        section += "<p>Seen at the \(fault.side.token), phase <code>\(fault.phase.token)</code>"
        if fault.detail.codeMeaning != .none {
            section += ", \(Escape.html(fault.detail.codeMeaning.token)) <code>\(fault.code)</code>"
        }
        section += ".</p>\n"
        for (name, advice) in [
            ("Operator", words.operations), ("Developer", words.developer), ("Provider", words.provider),
        ] {
            section += "<h3>\(name)</h3>\n<p>\(Self.prose(advice))</p>\n"
        }
        section += "<p><code>goodgate explain \(Escape.html(context.incidentID))</code></p>\n"
        return section + "</details>\n"
    }
}
