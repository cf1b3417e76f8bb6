import GatewayFaults

/// The answer as plain text of at most 78 columns, ASCII only, for terminals.
struct PlainPage {
    let text: String

    init(_ context: AnswerContext) {
        let words = Guide.words(for: context.fault.detail)
        var lines: [String] = []
        lines.append("\(context.status) \(StatusPhrase.phrase(context.status)): \(words.title)")
        lines.append("")
        lines.append("  " + Self.picture(Journey(context.fault)))
        lines.append("")
        lines.append(Wrap.lines(context.lead))
        lines.append(Wrap.lines(words.visitor))
        lines.append("")
        lines.append("retry  " + Self.retry(context))
        lines.append("fault  \(context.fault.detail.token) (\(context.fault.kind.token))")
        if context.fault.kind == .httpRequestError { lines.append("rule   \(Self.rule(words.reference))") }
        lines.append("id     \(context.incidentID)")
        lines.append("time   \(context.time)")
        if context.tellsDetails { lines += Self.details(context, words) }
        self.text = lines.map(Self.ascii).joined(separator: "\n") + "\n"
    }

    private static func picture(_ journey: Journey) -> String {
        journey.stops.map { stop in
            switch stop.state {
            case .worked: "\(stop.name.lowercased()) [ok]"
            case .failed: "\(stop.name.lowercased()) [FAILED: \(stop.note.lowercased())]"
            case .notAsked: "\(stop.name.lowercased()) [not asked]"
            }
        }.joined(separator: " -> ")
    }

    /// In ASCII: `RFC 9110 section 4.2.2`.
    private static func rule(_ reference: Words.Reference) -> String {
        reference.label.replacing("§", with: "section ")
    }

    private static func retry(_ context: AnswerContext) -> String {
        guard context.fault.detail.isTemporary else { return "does not help; something has to be repaired first" }
        guard let seconds = context.retryAfter else { return "may help after a short while" }
        return "may help after \(seconds) s"
    }

    private static func details(_ context: AnswerContext, _ words: Words) -> [String] {
        var lines = ["where  \(context.fault.side.token), \(context.fault.phase.token)"]
        let meaning = context.fault.detail.codeMeaning
        if meaning != .none { lines.append("code   \(context.fault.code) (\(meaning.token))") }
        lines.append("")
        lines.append(Wrap.lines("Operator: " + words.operations))
        lines.append(Wrap.lines("Developer: " + words.developer))
        lines.append(Wrap.lines("Provider: " + words.provider))
        lines.append("More: goodgate explain \(context.incidentID)")
        return lines
    }

    /// Line ends stay; everything else that is not printable ASCII becomes "?".
    static func ascii(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { $0 == "\n" || (" "..."~").contains($0) ? $0 : "?" }
            )
        )
    }
}
