public import GatewayFaults

/// A response head over bytes that somebody else keeps.
///
/// Parses incrementally and strictly, and holds offsets instead of copies. Not responsible for policy, nor for
/// whether a response was asked for.
public struct ResponseHead: ~Copyable, Sendable {
    /// 100 to 999.
    public internal(set) var status: UInt16 = 0
    public internal(set) var version = HTTPVersion.http11
    /// Whether the upstream will keep the connection (RFC 9112 §9.3).
    public internal(set) var isPersistent = true
    public internal(set) var reason = ByteRange.empty
    public internal(set) var framing = BodyFraming.none
    /// Seconds of `Keep-Alive: timeout=`.
    public internal(set) var keepAliveTimeout: UInt32?
    public internal(set) var fields = FieldTable()

    internal var cursor = LineCursor()
    internal var stage = HeadStage.startLine

    /// Whether another head follows: 1xx except 101.
    public var isInterim: Bool { self.status < 200 && self.status != 101 }

    public init() {}

    /// Forgets the head, keeps the memory.
    ///
    /// As for requests, one by one and all of them.
    public mutating func reset() {
        self.fields.removeAll()
        self.cursor = LineCursor()
        self.stage = .startLine
        self.status = 0
        self.version = .http11
        self.reason = .empty
        self.framing = .none
        self.isPersistent = true
        self.keepAliveTimeout = nil
    }

    /// Reads on; `bytes` starts at the head's first byte and has only grown since the last call.
    ///
    /// The framing depends on the method that is answered (RFC 9112 §6.3). The fault's code is the offset of the
    /// first byte that is wrong, or at which a limit was reached.
    public mutating func parse(
        _ bytes: borrowing Span<UInt8>,
        limits: HeadLimits,
        requestMethod: Method
    ) throws(Fault) -> HeadProgress {
        if self.stage == .startLine {
            guard try self.parseStartLine(bytes, limits: limits) else { return .needMore }
            self.stage = .fields
        }
        if self.stage == .fields {
            let bounds = FieldSection.Limits(field: limits.field, end: limits.head, count: limits.fieldCount)
            do throws(SyntaxError) {
                let end = try FieldSection.read(bytes, cursor: &self.cursor, limits: bounds, into: &self.fields)
                guard end != nil else { return .needMore }
                try self.understand(bytes, requestMethod: requestMethod)
            } catch {
                throw Fault(response: error)
            }
            self.stage = .complete
        }
        return .complete(bytes: self.cursor.line)
    }
}
