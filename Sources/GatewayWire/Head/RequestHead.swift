public import GatewayFaults

/// A request head over bytes that somebody else keeps.
///
/// Parses incrementally and strictly, and holds offsets instead of copies. Not responsible for policy: routes,
/// methods and targets are judged elsewhere.
public struct RequestHead: Sendable {
    public internal(set) var method = Method.other
    /// The method as it was sent.
    public internal(set) var methodRange = ByteRange.empty
    /// The whole request target.
    public internal(set) var target = ByteRange.empty
    public internal(set) var form = TargetForm.origin
    /// `host[:port]`: of the target in absolute- and authority-form, else of `Host`. May be empty.
    public internal(set) var authority = ByteRange.empty
    /// Path and query for the origin-form of the request.
    ///
    /// A target in absolute-form may have no path: then this is empty or starts with `?`, and the sender writes
    /// `/` before it (`*` for OPTIONS when it is empty, RFC 9112 §3.2.4).
    public internal(set) var pathAndQuery = ByteRange.empty
    /// The path without the query.
    public internal(set) var path = ByteRange.empty
    public internal(set) var version = HTTPVersion.http11
    public internal(set) var fields = FieldTable()
    public internal(set) var framing = BodyFraming.none
    /// Whether the client wants to keep the connection (RFC 9112 §9.3).
    public internal(set) var isPersistent = true
    /// Whether the client waits for 100 (Continue) (RFC 9110 §10.1.1).
    public internal(set) var expectsContinue = false
    /// Whether `Upgrade` is present and `Connection` names it.
    public internal(set) var wantsUpgrade = false

    public init() {}

    /// Forgets the head, keeps the memory.
    public mutating func reset() {
    }

    /// Reads on. `bytes` starts at the head's first byte and has only grown since the last call.
    public mutating func parse(_ bytes: borrowing Span<UInt8>, limits: HeadLimits) throws(Fault) -> HeadProgress {
        .needMore
    }
}
