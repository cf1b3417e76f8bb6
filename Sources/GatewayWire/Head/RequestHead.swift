public import GatewayFaults

/// A request head over bytes that somebody else keeps.
///
/// Parses incrementally and strictly, and holds offsets instead of copies. Where RFC 9112 lets a recipient choose
/// between guessing and refusing, it refuses. Not responsible for policy: routes, methods and targets are judged
/// elsewhere.
public struct RequestHead: ~Copyable, Sendable {
    public internal(set) var method = Method.other
    public internal(set) var form = TargetForm.origin
    public internal(set) var version = HTTPVersion.http11
    /// Whether the client wants to keep the connection (RFC 9112 §9.3).
    public internal(set) var isPersistent = true
    /// Whether the client waits for 100 (Continue) before it sends content (RFC 9110 §10.1.1).
    public internal(set) var expectsContinue = false
    /// Whether `Upgrade` is present and `Connection` names it.
    public internal(set) var wantsUpgrade = false
    /// The method as it was sent.
    public internal(set) var methodRange = ByteRange.empty
    /// The whole request target.
    public internal(set) var target = ByteRange.empty
    /// The host and port of the target in absolute- and authority-form, else the value of `Host`.
    ///
    /// May be empty.
    public internal(set) var authority = ByteRange.empty
    /// Path and query for the origin-form of the request; `*` in asterisk-form, empty in authority-form.
    ///
    /// A target in absolute-form may have no path: then this is empty or starts with `?`, and the sender writes
    /// `/` before it (`*` for OPTIONS when it is empty, RFC 9112 §3.2.4).
    public internal(set) var pathAndQuery = ByteRange.empty
    /// The path without the query.
    public internal(set) var path = ByteRange.empty
    public internal(set) var framing = BodyFraming.none
    public internal(set) var fields = FieldTable()

    internal var cursor = LineCursor()
    internal var stage = HeadStage.startLine

    public init() {}

    /// Forgets the head, keeps the memory.
    ///
    /// Sets the properties one by one, because swapping in a new head costs a tenth of parsing a small one. Sets
    /// all of them, so that a refused request never shows parts of the one before.
    public mutating func reset() {
        self.fields.removeAll()
        self.cursor = LineCursor()
        self.stage = .startLine
        self.method = .other
        self.form = .origin
        self.version = .http11
        self.methodRange = .empty
        self.target = .empty
        self.authority = .empty
        self.pathAndQuery = .empty
        self.path = .empty
        self.framing = .none
        self.isPersistent = true
        self.expectsContinue = false
        self.wantsUpgrade = false
    }

    /// Reads on; `bytes` starts at the head's first byte and has only grown since the last call.
    ///
    /// Up to four empty lines before the request line are skipped and belong to the head (RFC 9112 §2.2). The
    /// fault's code is the offset of the first byte that is wrong, or at which a limit was reached.
    public mutating func parse(_ bytes: borrowing Span<UInt8>, limits: HeadLimits) throws(Fault) -> HeadProgress {
        if self.stage == .startLine {
            guard try self.parseStartLine(bytes, limits: limits) else { return .needMore }
            self.stage = .fields
        }
        if self.stage == .fields {
            guard try self.parseFields(bytes, limits: limits) else { return .needMore }
            try self.understand(bytes)
            self.stage = .complete
        }
        return .complete(bytes: self.cursor.line)
    }

    /// Whether a field of this name occurs.
    public func contains(_ field: KnownField) -> Bool { self.fields.contains(field) }

    private mutating func parseFields(
        _ bytes: borrowing Span<UInt8>,
        limits: HeadLimits
    ) throws(Fault) -> Bool {
        let bounds = FieldSection.Limits(field: limits.field, end: limits.head, count: limits.fieldCount)
        do throws(SyntaxError) {
            return try FieldSection.read(bytes, cursor: &self.cursor, limits: bounds, into: &self.fields) != nil
        } catch {
            throw Fault(request: error)
        }
    }
}
