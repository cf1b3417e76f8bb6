/// A violation by the peer, and how far it reaches (RFC 9113 §5.4).
public struct HTTP2Error: Error, Hashable, Sendable, BitwiseCopyable {
    public enum Scope: Hashable, Sendable, BitwiseCopyable {
        /// The connection is over: GOAWAY.
        case connection
        /// One stream is over: RST_STREAM.
        case stream(UInt32)
    }

    public let scope: Scope
    public let code: HTTP2ErrorCode
    public let rule: HTTP2Rule

    public init(_ scope: Scope, _ code: HTTP2ErrorCode, _ rule: HTTP2Rule) {
        self.scope = scope
        self.code = code
        self.rule = rule
    }

    /// A connection error.
    public static func connection(_ code: HTTP2ErrorCode, _ rule: HTTP2Rule) -> HTTP2Error {
        HTTP2Error(.connection, code, rule)
    }

    /// A stream error.
    public static func stream(_ stream: UInt32, _ code: HTTP2ErrorCode, _ rule: HTTP2Rule) -> HTTP2Error {
        HTTP2Error(.stream(stream), code, rule)
    }
}
