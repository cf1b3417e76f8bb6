public import GatewayWire

/// What a connection must know of a request besides its text.
public struct HTTP2Request: Sendable, BitwiseCopyable {
    /// The response has no content whatever its fields say.
    public var isHead = false
    /// The response's content is a tunnel.
    public var isConnect = false
    /// The protocol in the text that an extended CONNECT asks for (RFC 8441 §4); nil for any other request.
    public var upgrade: ByteRange?
    /// `:scheme` is https.
    public var isTLS = false
    /// `te: trailers` is sent.
    public var acceptsTrailers = false
    public var neverIndexed = NeverIndexedNames()

    public init() {}
}
