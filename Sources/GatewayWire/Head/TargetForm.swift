/// The four forms of a request target (RFC 9112 §3.2).
public enum TargetForm: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// `/path?query`
    case origin
    /// `http://host/path?query`
    case absolute
    /// `host:port`, for CONNECT only.
    case authority
    /// `*`, for OPTIONS only.
    case asterisk
}
