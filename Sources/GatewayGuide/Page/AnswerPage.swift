import GatewayFaults

/// The body of an answer that the gateway makes itself.
///
/// Picks a form by content negotiation and renders it. Does not write fields or the status line, and does not know
/// about HEAD: the caller does.
public enum AnswerPage {
    /// The answer in the form that the client prefers.
    public static func render(_ context: AnswerContext) -> (contentType: String, body: [UInt8]) {
        ("text/plain; charset=utf-8", Array("\(context.status) \(context.fault.detail.token)\n".utf8))
    }
}
