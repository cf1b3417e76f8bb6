internal import GatewayFaults

/// The status line (RFC 9112 §4). Functions return nil when the bytes before `end` do not suffice.
extension ResponseHead {
    internal mutating func parseStartLine(
        _ bytes: borrowing Span<UInt8>,
        limits: HeadLimits
    ) throws(Fault) -> Bool {
        let bound = min(limits.startLine, limits.head)
        let end = min(bytes.count, bound)
        guard self.cursor.isWorthReading(bytes, to: end, bound: bound) else { return false }
        guard let next = try self.statusLine(bytes, to: end) else {
            guard end < bound else { throw Fault(response: .responseHeadTooLarge, at: bound) }
            self.cursor.lineIsIncomplete(at: end)
            return false
        }
        self.cursor.advance(to: next)
        return true
    }

    private mutating func statusLine(_ bytes: borrowing Span<UInt8>, to end: Int) throws(Fault) -> Int? {
        guard let status = try self.version(bytes, to: end) else { return nil }
        guard let reason = try self.status(bytes, from: status, to: end) else { return nil }
        return try self.reason(bytes, from: reason, to: end)
    }

    // MARK: - Version

    /// The offset after the space that follows the version.
    @inline(__always)
    private mutating func version(_ bytes: borrowing Span<UInt8>, to end: Int) throws(Fault) -> Int? {
        let (word, rest) = Scan.words(Scan.block(bytes, at: 0))
        // "HTTP/1.1" and SP.
        if word == 0x312e_312f_5054_5448, rest & 0xff == 0x20, end >= 9 {
            self.version = .http11
            return 9
        }
        return try self.unusualVersion(bytes, to: end)
    }

    @inline(never)
    private mutating func unusualVersion(_ bytes: borrowing Span<UInt8>, to end: Int) throws(Fault) -> Int? {
        for index in 0..<8 {
            guard index < end else { return nil }
            guard VersionText.accepts(bytes[index], at: index) else {
                guard let detail = Self.notHTTP(bytes, at: index, to: end) else { return nil }
                throw Fault(response: detail, at: index)
            }
        }
        guard end > 8 else { return nil }
        guard bytes[8] == Ascii.sp else { throw Fault(response: .statusLineMalformed, at: 8) }
        guard let version = VersionText.version(major: bytes[5], minor: bytes[7]) else {
            throw Fault(response: .responseVersionUnsupported, at: 0)
        }
        self.version = version
        return 9
    }

    /// What bytes are that do not start like a status line; nil when that takes one more byte.
    private static func notHTTP(_ bytes: borrowing Span<UInt8>, at offset: Int, to end: Int) -> Fault.Detail? {
        guard offset < 5 else { return .statusLineMalformed }
        switch bytes[offset] {
        case 0x15 where offset == 0, 0x16 where offset == 0:
            // A TLS record: alert or handshake, version 3.x. A TLS server answers a plain request so.
            guard end > 1 else { return nil }
            return bytes[1] == 0x03 ? .tlsOnPlainPort : .statusLineMalformed
        case Ascii.htab, Ascii.lf, Ascii.cr, Ascii.sp...0x7e:
            // HTTP/0.9 answers with the content itself, and so does everything that speaks another text protocol.
            return .responseHTTP09
        default:
            return .statusLineMalformed
        }
    }

    // MARK: - Status and reason

    /// The offset after the three digits.
    @inline(__always)
    private mutating func status(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        var status: UInt16 = 0
        for offset in start..<start &+ 3 {
            guard offset < end else { return nil }
            let digit = bytes[offset] &- UInt8(ascii: "0")
            // There is no status below 100.
            guard digit < 10, offset > start || digit > 0 else {
                throw Fault(response: .statusLineMalformed, at: offset)
            }
            status = status &* 10 &+ UInt16(digit)
        }
        self.status = status
        return start &+ 3
    }

    /// The offset after the line.
    ///
    /// The space after the status is required even before an empty reason, but many servers leave both out and
    /// nothing else can be meant.
    @inline(__always)
    private mutating func reason(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(Fault) -> Int? {
        guard start < end else { return nil }
        var reason = start
        if bytes[start] == Ascii.sp {
            reason &+= 1
        } else if bytes[start] != Ascii.cr, bytes[start] != Ascii.lf {
            throw Fault(response: .statusLineMalformed, at: start)
        }
        var stop = reason
        while true {
            stop = Scan.controlOrEnd(bytes, from: stop, to: end)
            guard stop < end else { return nil }
            guard bytes[stop] == Ascii.htab else { break }
            stop &+= 1
        }
        guard bytes[stop] == Ascii.cr else {
            throw Fault(response: bytes[stop] == Ascii.lf ? .responseBareLF : .statusLineMalformed, at: stop)
        }
        self.reason = ByteRange(from: reason, to: stop)
        do throws(SyntaxError) {
            return try FieldSection.lineEnd(bytes, at: stop, to: end)
        } catch {
            throw Fault(response: error)
        }
    }
}
