/// What a handshake agreed on.
///
/// Not for the hot path.
public struct TLSFacts: Sendable, Hashable {
    /// Such as `TLSv1.3`.
    public var version: String
    public var cipher: String
    /// By ALPN; empty for none.
    public var applicationProtocol: String
    /// By SNI.
    public var serverName: String?
    public var isResumed: Bool
}
