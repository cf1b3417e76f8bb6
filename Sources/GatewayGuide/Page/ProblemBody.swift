import GatewayFaults

/// The answer as a problem document (RFC 9457).
///
/// `type` points at the section of RFC 9209 that defines the kind; our own members carry the finer name, the id and
/// whether waiting helps.
struct ProblemBody {
    let text: String

    init(_ context: AnswerContext) {
        let fault = context.fault
        let words = Guide.words(for: fault.detail)
        var members: [(String, String)] = [
            ("type", Self.string("https://www.rfc-editor.org/rfc/rfc9209.html#section-\(fault.kind.section)")),
            ("title", Self.string(words.title)),
            ("status", String(context.status)),
            ("detail", Self.string(context.lead)),
            ("advice", Self.string(words.visitor)),
            ("error", Self.string(fault.kind.token)),
            ("fault", Self.string(fault.detail.token)),
            ("side", Self.string(fault.side.token)),
            ("temporary", fault.detail.isTemporary ? "true" : "false"),
        ]
        if let seconds = context.retryAfter { members.append(("retry_after", String(seconds))) }
        if fault.kind == .httpRequestError { members.append(("rule", Self.string(words.reference.url))) }
        members.append(("id", Self.string(context.incidentID)))
        members.append(("time", Self.string(context.time)))
        if context.tellsDetails {
            members.append(("phase", Self.string(fault.phase.token)))
            members.append(("code", String(fault.code)))
            members.append(("code_meaning", Self.string(fault.detail.codeMeaning.token)))
            members.append(("operator", Self.string(words.operations)))
            members.append(("developer", Self.string(words.developer)))
            members.append(("provider", Self.string(words.provider)))
        }
        let lines = members.map { "  \"\($0.0)\": \($0.1)" }
        self.text = "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }

    private static func string(_ text: String) -> String { "\"" + Escape.json(text) + "\"" }
}
