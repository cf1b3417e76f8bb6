/// A version of the PROXY protocol, which tells the client's address in front of a connection's first byte.
public enum ProxyProtocolVersion: String, CaseIterable, Hashable, Sendable {
    /// A line of text.
    case v1
    /// Binary.
    case v2
}
