import GatewayFaults

/// The variables that a custom page may use, written `{{name}}`.
///
/// One table: the reader, the renderer and the documentation all take it from here.
public enum TemplateVariable: String, CaseIterable, Hashable, Sendable {
    case status
    case statusPhrase = "status_phrase"
    case title
    case whatHappened = "what_happened"
    case advice
    case id
    case time
    case fault
    case error
    case side
    case temporary
    case retryAfter = "retry_after"
    case rule
    case ruleURL = "rule_url"

    /// What the variable holds, for the documentation.
    public var meaning: String {
        switch self {
        case .status: "The status of the answer, for example 502."
        case .statusPhrase: "Its name, for example Bad Gateway."
        case .title: "The heading: a few plain words."
        case .whatHappened: "What happened, in plain words."
        case .advice: "What the visitor should do."
        case .id: "The id under which `goodgate explain` finds the whole story."
        case .time: "The time in UTC."
        case .fault: "The name of the fault, for example connect_refused."
        case .error: "Its RFC 9209 type, for example connection_refused."
        case .side: "Where it showed: client, gateway or upstream."
        case .temporary: "true when waiting helps, otherwise false."
        case .retryAfter: "How many seconds to wait; 0 when waiting does not help."
        case .rule: "The specification that applies, for example RFC 9112 §6.3."
        case .ruleURL: "A link to it."
        }
    }

    func value(_ context: AnswerContext) -> String {
        let detail = context.fault.detail
        switch self {
        case .status: return String(context.status)
        case .statusPhrase: return StatusPhrase.phrase(context.status)
        case .title: return Guide.words(for: detail).title
        case .whatHappened: return context.lead
        case .advice: return Guide.words(for: detail).visitor
        case .id: return context.incidentID
        case .time: return context.time
        case .fault: return detail.token
        case .error: return detail.kind.token
        case .side: return context.fault.side.token
        case .temporary: return detail.isTemporary ? "true" : "false"
        case .retryAfter: return String(context.retryAfter ?? Guide.pause(for: detail) ?? 0)
        case .rule: return Guide.words(for: detail).reference.label
        case .ruleURL: return Guide.words(for: detail).reference.url
        }
    }
}
