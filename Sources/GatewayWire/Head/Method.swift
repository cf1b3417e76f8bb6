/// What a request asks to be done; unknown methods are `other` and their bytes are in the head.
public enum Method: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case get
    case head
    case post
    case put
    case delete
    case connect
    case options
    case trace
    case patch
    case other

    /// Whether doing it twice is as good as once (RFC 9110 §9.2.2).
    ///
    /// Unknown methods are assumed not to be.
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options, .trace: true
        case .post, .connect, .patch, .other: false
        }
    }

    /// Whether it only reads (RFC 9110 §9.2.1).
    ///
    /// Unknown methods are assumed not to.
    public var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        case .post, .put, .delete, .connect, .patch, .other: false
        }
    }
}
