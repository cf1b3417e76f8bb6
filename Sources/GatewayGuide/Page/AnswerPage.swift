import GatewayFaults

/// The body of an answer that the gateway makes itself.
///
/// Picks a form by content negotiation and renders it, with the operator's template where there is one. Does not write
/// fields or the status line, and does not know about HEAD: the caller does. Tells nobody an address, a name or a path
/// of the inside.
public enum AnswerPage {
    /// The answer in the form that the client prefers.
    public static func render(
        _ context: AnswerContext,
        templates: PageTemplates? = nil
    ) -> (contentType: String, body: [UInt8]) {
        let form = AnswerForm(accept: context.accept)
        if let custom = templates?.render(context, as: form) { return (form.contentType, custom) }
        return (form.contentType, Self.body(context, as: form))
    }

    private static let cache = AnswerCache()

    /// The built-in answer in a given form.
    public static func body(_ context: AnswerContext, as form: AnswerForm) -> [UInt8] {
        Self.cache.body(context, as: form)
    }

    /// The built-in answer, made from scratch.
    static func composed(_ context: AnswerContext, as form: AnswerForm) -> [UInt8] {
        switch form {
        case .html: Array(HTMLPage(context).text.utf8)
        case .problem: Array(ProblemBody(context).text.utf8)
        case .text: Array(PlainPage(context).text.utf8)
        }
    }
}
