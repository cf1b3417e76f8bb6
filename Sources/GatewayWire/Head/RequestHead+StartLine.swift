internal import GatewayFaults

/// The request line (RFC 9112 §3). Functions return nil when the bytes before `end` do not suffice.
extension RequestHead {
    /// Empty lines skipped before a request line; some clients send one after the content of a POST.
    private static var emptyLineLimit: Int { 4 }

    internal mutating func parseStartLine(
        _ bytes: borrowing Span<UInt8>,
        limits: HeadLimits
    ) throws(Fault) -> Bool {
        while true {
            let line = self.cursor.line
            let bound = min(line &+ limits.startLine, limits.head)
            let end = min(bytes.count, bound)
            guard self.cursor.isWorthReading(bytes, to: end, bound: bound) else { return false }
            guard let next = try self.requestLine(bytes, from: line, to: end) else {
                guard end < bound else {
                    throw Fault(request: bound < limits.head ? .requestLineTooLong : .requestHeadTooLarge, at: bound)
                }
                self.cursor.lineIsIncomplete(at: end)
                return false
            }
            self.cursor.advance(to: next)
            if next > line &+ 2 { return true }
            guard next <= 2 &* Self.emptyLineLimit else { throw Fault(request: .requestLineMalformed, at: line) }
        }
    }

    /// Reads one line and returns the offset after it; an empty line is two bytes long.
    private mutating func requestLine(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        guard start < end else { return nil }
        guard let target = try self.method(bytes, from: start, to: end) else { return nil }
        // The line is empty.
        if target == start { return start &+ 2 }
        self.methodRange = ByteRange(from: start, to: target &- 1)
        guard let space = try self.target(bytes, from: target, to: end) else { return nil }
        guard let next = try self.version(bytes, from: space &+ 1, to: end) else { return nil }
        // After the version, because that decides which forms there are: HTTP/2 announces itself with `PRI *`.
        if self.form != .origin { try self.judgeForm(bytes) }
        return next
    }

    // MARK: - Method

    /// The offset after the space that ends the method; `start` when the line is empty.
    @inline(__always)
    private mutating func method(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        let (word, _) = Scan.words(Scan.block(bytes, at: start))
        let space: Int
        switch word & 0xffff_ffff {
        case 0x2054_4547:  // "GET "
            (self.method, space) = (.get, start &+ 3)
        case 0x2054_5550:  // "PUT "
            (self.method, space) = (.put, start &+ 3)
        default:
            guard let found = try self.longerMethod(bytes, word: word, from: start, to: end) else { return nil }
            if found == start { return start }
            space = found
        }
        guard space < end else { return nil }
        return space &+ 1
    }

    /// The space after a method that is not GET or PUT; `start` when the line is empty.
    private mutating func longerMethod(
        _ bytes: borrowing Span<UInt8>,
        word: UInt64,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        var space = start
        while space < end, ByteClass.token.contains(bytes[space]) { space &+= 1 }
        guard space < end else { return nil }
        guard bytes[space] == Ascii.sp, space > start else {
            return try Self.methodEnd(bytes, at: space, isFirst: space == start, to: end)
        }
        let count = space &- start
        self.method =
            switch FieldSection.prefix((word, 0), count: min(count, 9)).0 {
            case 0x0000_0000_5453_4f50 where count == 4: .post  // "POST"
            case 0x0000_0000_4441_4548 where count == 4: .head  // "HEAD"
            case 0x0000_0048_4354_4150 where count == 5: .patch  // "PATCH"
            case 0x0000_0045_4341_5254 where count == 5: .trace  // "TRACE"
            case 0x0000_4554_454c_4544 where count == 6: .delete  // "DELETE"
            case 0x0054_4345_4e4e_4f43 where count == 7: .connect  // "CONNECT"
            case 0x0053_4e4f_4954_504f where count == 7: .options  // "OPTIONS"
            default: .other
            }
        return space
    }

    /// Judges the byte that ends a method without being a space after it.
    private static func methodEnd(
        _ bytes: borrowing Span<UInt8>,
        at offset: Int,
        isFirst: Bool,
        to end: Int
    ) throws(Fault) -> Int? {
        switch bytes[offset] {
        case Ascii.cr:
            guard try Self.lineEnd(bytes, at: offset, to: end) != nil else { return nil }
            guard isFirst else { throw Fault(request: .requestLineMalformed, at: offset) }
            return offset
        case Ascii.lf:
            throw Fault(request: .requestBareLF, at: offset)
        case 0x16 where isFirst:
            // A TLS record: handshake, version 3.x.
            guard offset &+ 1 < end else { return nil }
            let isTLS = bytes[offset &+ 1] == 0x03
            throw Fault(request: isTLS ? .requestTLSBytes : .requestMethodInvalid, at: offset)
        default:
            throw Fault(request: .requestMethodInvalid, at: offset)
        }
    }

    // MARK: - Version

    /// The offset after the CRLF of the line.
    @inline(__always)
    private mutating func version(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        let (word, rest) = Scan.words(Scan.block(bytes, at: start))
        // "HTTP/1.1" and CRLF.
        if word == 0x312e_312f_5054_5448, rest & 0xffff == 0x0a0d, start &+ 10 <= end {
            self.version = .http11
            return start &+ 10
        }
        return try self.unusualVersion(bytes, from: start, to: end)
    }

    @inline(never)
    private mutating func unusualVersion(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        for index in 0..<8 {
            guard start &+ index < end else { return nil }
            let byte = bytes[start &+ index]
            guard VersionText.accepts(byte, at: index) else {
                if byte == Ascii.lf { throw Fault(request: .requestBareLF, at: start &+ index) }
                if byte == Ascii.cr {
                    guard try Self.lineEnd(bytes, at: start &+ index, to: end) != nil else { return nil }
                }
                throw Fault(request: .requestLineMalformed, at: start &+ index)
            }
        }
        let crlf = start &+ 8
        guard crlf < end else { return nil }
        guard bytes[crlf] == Ascii.cr else {
            throw Fault(request: bytes[crlf] == Ascii.lf ? .requestBareLF : .requestLineMalformed, at: crlf)
        }
        guard let next = try Self.lineEnd(bytes, at: crlf, to: end) else { return nil }
        guard let version = VersionText.version(major: bytes[start &+ 5], minor: bytes[start &+ 7]) else {
            throw Fault(request: .requestVersionUnsupported, at: start)
        }
        self.version = version
        return next
    }

    /// The offset after the CRLF whose CR is at `offset`.
    internal static func lineEnd(
        _ bytes: borrowing Span<UInt8>,
        at offset: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        do throws(SyntaxError) {
            return try FieldSection.lineEnd(bytes, at: offset, to: end)
        } catch {
            throw Fault(request: error)
        }
    }
}
