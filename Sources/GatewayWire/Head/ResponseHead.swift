public import GatewayFaults

/// A response head over bytes that somebody else keeps.
///
/// Parses incrementally and strictly, and holds offsets instead of copies. Not responsible for policy.
public struct ResponseHead: Sendable {
    /// 100 to 999.
    public internal(set) var status: UInt16 = 0
    public internal(set) var reason = ByteRange.empty
    public internal(set) var version = HTTPVersion.http11
    public internal(set) var fields = FieldTable()
    public internal(set) var framing = BodyFraming.none
    /// Whether the upstream will keep the connection (RFC 9112 §9.3).
    public internal(set) var isPersistent = true
    /// Seconds of `Keep-Alive: timeout=`.
    public internal(set) var keepAliveTimeout: UInt32?
    /// Whether another head follows: 1xx except 101.
    public var isInterim: Bool { self.status < 200 && self.status != 101 }

    public init() {}

    /// Forgets the head, keeps the memory.
    public mutating func reset() {
    }

    /// Reads on. `bytes` starts at the head's first byte and has only grown since the last call.
    public mutating func parse(
        _ bytes: borrowing Span<UInt8>,
        limits: HeadLimits,
        requestMethod: Method
    ) throws(Fault) -> HeadProgress {
        .needMore
    }
}
