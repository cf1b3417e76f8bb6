/// How the end of a message's content is found (RFC 9112 §6.3).
public enum BodyFraming: Hashable, Sendable, BitwiseCopyable {
    /// There is no content.
    case none
    /// So many bytes.
    case length(UInt64)
    /// The chunked transfer coding.
    case chunked
    /// Everything until the connection closes; responses only.
    case untilClose
}
