internal import GatewayFaults

/// The request target (RFC 9112 §3.2).
///
/// Accepted are the visible ASCII bytes except `#`, which no target may contain. `" < > [ ] ^ `` ` `` { | }` are not
/// in the grammar of RFC 3986 but browsers and tools send them, and every server reads them alike. A backslash is
/// accepted in the query only: in a path some servers take it for `/`. In a path `%` must start an escape.
extension RequestHead {
    /// The space after the target; nil when the bytes before `end` do not suffice.
    @inline(__always)
    internal mutating func target(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        guard start < end else { return nil }
        guard bytes[start] == UInt8(ascii: "/"), self.method != .connect else {
            return try self.unusualTarget(bytes, from: start, to: end)
        }
        guard let pathEnd = try Self.pathEnd(bytes, from: start, to: end) else { return nil }
        var space = pathEnd
        if bytes[pathEnd] != Ascii.sp {
            guard let queryEnd = try Self.queryEnd(bytes, from: pathEnd, to: end) else { return nil }
            space = queryEnd
        }
        self.form = .origin
        self.target = ByteRange(from: start, to: space)
        self.pathAndQuery = self.target
        self.path = ByteRange(from: start, to: pathEnd)
        return space
    }

    /// The `?` or space after a path.
    @inline(__always)
    private static func pathEnd(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        var offset = start
        while true {
            offset = Scan.pathStopOrEnd(bytes, from: offset, to: end)
            guard offset < end else { return nil }
            switch bytes[offset] {
            case Ascii.sp, UInt8(ascii: "?"):
                return offset
            case UInt8(ascii: "%"):
                for digit in offset &+ 1...offset &+ 2 {
                    guard digit < end else { return nil }
                    guard Hexadecimal.value(bytes[digit]) != nil else {
                        throw Fault(request: .requestTargetInvalid, at: offset)
                    }
                }
                offset &+= 3
            default:
                return try Self.refuseTarget(bytes, at: offset, to: end)
            }
        }
    }

    /// The space after a query, of which `start` is the `?` (or the space itself).
    @inline(__always)
    private static func queryEnd(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        let offset = Scan.targetStopOrEnd(bytes, from: start, to: end)
        guard offset < end else { return nil }
        guard bytes[offset] == Ascii.sp else { return try Self.refuseTarget(bytes, at: offset, to: end) }
        return offset
    }

    /// Judges the byte at `offset`, which no target contains; returns only when more bytes are needed for that.
    @inline(never)
    private static func refuseTarget(
        _ bytes: borrowing Span<UInt8>,
        at offset: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        switch bytes[offset] {
        case Ascii.cr:
            // A line that ends after the target is how HTTP/0.9 asked.
            guard try Self.lineEnd(bytes, at: offset, to: end) != nil else { return nil }
            throw Fault(request: .requestHTTP09, at: offset)
        case Ascii.lf:
            throw Fault(request: .requestBareLF, at: offset)
        case 0x80...:
            throw Fault(request: .requestTargetNotASCII, at: offset)
        default:
            throw Fault(request: .requestTargetInvalid, at: offset)
        }
    }

    // MARK: - Other forms

    @inline(never)
    private mutating func unusualTarget(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        if bytes[start] == Ascii.sp { throw Fault(request: .requestLineMalformed, at: start) }
        guard let space = try Self.queryEnd(bytes, from: start, to: end) else { return nil }
        self.target = ByteRange(from: start, to: space)
        // Which of the others it is, and whether it may be, is judged when the line is whole.
        self.form = .absolute
        return space
    }

    /// Takes a target apart that is not in origin-form.
    internal mutating func judgeForm(_ bytes: borrowing Span<UInt8>) throws(Fault) {
        let (start, end) = (self.target.offsets.lowerBound, self.target.offsets.upperBound)
        switch self.method {
        case .connect:
            try self.authorityForm(bytes, from: start, to: end)
        case .options where end == start &+ 1 && bytes[start] == UInt8(ascii: "*"):
            self.form = .asterisk
            self.pathAndQuery = self.target
            self.path = self.target
        case .get, .head, .post, .put, .delete, .options, .trace, .patch, .other:
            try self.absoluteForm(bytes, from: start, to: end)
        }
    }

    /// `host:port`, the port not optional (RFC 9110 §9.3.6).
    private mutating func authorityForm(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) throws(Fault) {
        self.form = .authority
        self.authority = self.target
        switch Authority.check(bytes, from: start, to: end) {
        case .valid(let hostEnd):
            guard hostEnd > start, hostEnd &+ 1 < end else { throw Fault(request: .requestTargetInvalid, at: hostEnd) }
        case .invalid(let offset):
            throw Fault(request: .requestTargetInvalid, at: offset)
        }
    }

    /// `http://host[:port][/path][?query]`.
    ///
    /// User information is refused (RFC 9110 §4.2.4), and so is an empty host (§4.2.1).
    private mutating func absoluteForm(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) throws(Fault) {
        guard let host = Self.afterScheme(bytes, from: start, to: end) else {
            throw Fault(request: .requestTargetInvalid, at: start)
        }
        var pathStart = host
        while pathStart < end, bytes[pathStart] != UInt8(ascii: "/"), bytes[pathStart] != UInt8(ascii: "?") {
            pathStart &+= 1
        }
        switch Authority.check(bytes, from: host, to: pathStart) {
        case .valid(let hostEnd):
            guard hostEnd > host else { throw Fault(request: .requestTargetInvalid, at: host) }
        case .invalid(let offset):
            throw Fault(request: .requestTargetInvalid, at: offset)
        }
        // `end` is a space, so that the path ends there at the latest.
        guard let pathEnd = try Self.pathEnd(bytes, from: pathStart, to: end &+ 1) else { return }
        self.authority = ByteRange(from: host, to: pathStart)
        self.pathAndQuery = ByteRange(from: pathStart, to: end)
        self.path = ByteRange(from: pathStart, to: pathEnd)
    }

    /// The offset after `http://` or `https://`, in any case.
    private static func afterScheme(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int? {
        let (word, _) = Scan.words(Scan.block(bytes, at: start) | 0x20)
        // "http://" and "https://"; `:` and `/` have the folded bit already.
        if word & 0x00ff_ffff_ffff_ffff == 0x002f_2f3a_7074_7468, start &+ 7 <= end { return start &+ 7 }
        return word == 0x2f2f_3a73_7074_7468 && start &+ 8 <= end ? start &+ 8 : nil
    }
}
