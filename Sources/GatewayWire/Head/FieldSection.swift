/// Reads field lines up to and including the empty line (RFC 9112 §5): of requests, responses and trailers.
///
/// Not responsible for what fields mean.
internal enum FieldSection {
    /// Bounds of a section; `end` is the offset that the section must not reach beyond.
    internal struct Limits: BitwiseCopyable {
        internal let field: Int
        internal let end: Int
        internal let count: Int
    }

    /// What a look at one line found.
    private enum Line: BitwiseCopyable {
        case incomplete
        case field(FieldSlot, next: Int)
        case empty(next: Int)
    }

    /// Reads as many lines as there are; returns the offset after the empty line, or nil when it has not come.
    internal static func read(
        _ bytes: borrowing Span<UInt8>,
        cursor: inout LineCursor,
        limits: Limits,
        into table: inout FieldTable
    ) throws(SyntaxError) -> Int? {
        while true {
            let line = cursor.line
            let bound = min(line &+ limits.field, limits.end)
            let end = min(bytes.count, bound)
            guard cursor.isWorthReading(bytes, to: end, bound: bound) else { return nil }
            switch try Self.line(bytes, from: line, to: end, isFull: table.count >= limits.count) {
            case .field(let slot, let next):
                table.append(slot)
                cursor.advance(to: next)
            case .empty(let next):
                cursor.advance(to: next)
                return next
            case .incomplete:
                guard end < bound else {
                    throw SyntaxError(bound < limits.end ? .fieldTooLarge : .sectionTooLarge, at: bound)
                }
                cursor.lineIsIncomplete(at: end)
                return nil
            }
        }
    }

    @inline(__always)
    private static func line(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int,
        isFull: Bool
    ) throws(SyntaxError) -> Line {
        guard start < end else { return .incomplete }
        let block = Scan.block(bytes, at: start)
        let folded = block | 0x20
        let lane = Scan.firstLane(Scan.notPlain(block, folded: folded))
        let colon: Int
        let known: KnownField
        if lane > 0, lane < 16, start &+ lane < end, block[lane] == UInt8(ascii: ":") {
            colon = start &+ lane
            let (first, second) = Self.prefix(Scan.words(folded), count: lane)
            known = .recognise(first, second, 0)
        } else {
            guard let end = try Self.unusualName(bytes, from: start, to: end, isFull: isFull) else {
                return .incomplete
            }
            if end == start { return .empty(next: start &+ 2) }
            colon = end
            known = Self.recognise(bytes, from: start, to: end)
        }
        if isFull { throw SyntaxError(.fieldsTooMany, at: start) }
        guard let value = try Self.value(bytes, from: colon &+ 1, to: end) else { return .incomplete }
        let slot = FieldSlot(
            name: ByteRange(from: start, to: colon),
            value: ByteRange(from: value.start, to: value.end),
            known: known,
            isHopByHop: known.endsAtEveryHop
        )
        return .field(slot, next: value.next)
    }

    // MARK: - Names

    /// The colon after a name that the fast path did not take; `start` for the empty line; nil when bytes run out.
    @inline(never)
    private static func unusualName(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int,
        isFull: Bool
    ) throws(SyntaxError) -> Int? {
        switch bytes[start] {
        case Ascii.cr:
            guard let next = try Self.lineEnd(bytes, at: start, to: end) else { return nil }
            return next &- 2
        case Ascii.lf:
            throw SyntaxError(.bareLF, at: start)
        case Ascii.sp, Ascii.htab:
            // RFC 9112 §5.2; before the first field line it is §2.2, and as dangerous.
            throw SyntaxError(.lineFolded, at: start)
        default:
            // Before the name is judged, so that the count does not depend on how much of the line has come.
            if isFull { throw SyntaxError(.fieldsTooMany, at: start) }
            return try Self.colon(bytes, from: start, to: end)
        }
    }

    private static func colon(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        to end: Int
    ) throws(SyntaxError) -> Int? {
        var offset = start
        while true {
            offset = Scan.plainEnd(bytes, from: offset, to: end)
            guard offset < end else { return nil }
            let byte = bytes[offset]
            if byte == UInt8(ascii: ":"), offset > start { return offset }
            guard ByteClass.token.contains(byte) else { break }
            offset &+= 1
        }
        switch bytes[offset] {
        case Ascii.sp, Ascii.htab:
            // RFC 9112 §5.1: the space before the colon is named only where a colon follows.
            var after = offset
            while after < end, bytes[after] == Ascii.sp || bytes[after] == Ascii.htab { after &+= 1 }
            guard after < end else { return nil }
            throw SyntaxError(bytes[after] == UInt8(ascii: ":") ? .spaceBeforeColon : .fieldNameInvalid, at: offset)
        case Ascii.cr:
            // A whole line without a colon.
            guard try Self.lineEnd(bytes, at: offset, to: end) != nil else { return nil }
            throw SyntaxError(.fieldNameInvalid, at: offset)
        case Ascii.lf:
            throw SyntaxError(.bareLF, at: offset)
        default:
            throw SyntaxError(.fieldNameInvalid, at: offset)
        }
    }

    /// Recognises a name of any length.
    internal static func recognise(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> KnownField {
        let count = end &- start
        guard count <= 24 else { return .other }
        let (first, second) = Self.prefix(Scan.words(Scan.block(bytes, at: start) | 0x20), count: min(count, 16))
        guard count > 16 else { return .recognise(first, second, 0) }
        let (third, _) = Self.prefix(Scan.words(Scan.block(bytes, at: start &+ 16) | 0x20), count: count &- 16)
        return .recognise(first, second, third)
    }

    /// The first `count` bytes of 16, zeros after them.
    @inline(__always)
    internal static func prefix(_ words: (UInt64, UInt64), count: Int) -> (UInt64, UInt64) {
        if count >= 16 { return words }
        let mask = (1 &<< (UInt64(truncatingIfNeeded: count & 7) &<< 3)) &- 1 as UInt64
        return count < 8 ? (words.0 & mask, 0) : (words.0, words.1 & mask)
    }

    // MARK: - Values

    private struct Value: BitwiseCopyable {
        let start: Int
        let end: Int
        let next: Int
    }

    /// The value without the whitespace around it, and the start of the next line; nil when bytes run out.
    @inline(__always)
    private static func value(
        _ bytes: borrowing Span<UInt8>,
        from colon: Int,
        to end: Int
    ) throws(SyntaxError) -> Value? {
        var start = colon
        while start < end, bytes[start] == Ascii.sp || bytes[start] == Ascii.htab { start &+= 1 }
        var stop = start
        while true {
            stop = Scan.controlOrEnd(bytes, from: stop, to: end)
            guard stop < end else { return nil }
            guard bytes[stop] == Ascii.htab else { break }
            stop &+= 1
        }
        guard bytes[stop] == Ascii.cr else {
            throw SyntaxError(bytes[stop] == Ascii.lf ? .bareLF : .fieldValueInvalid, at: stop)
        }
        guard let next = try Self.lineEnd(bytes, at: stop, to: end) else { return nil }
        while stop > start, bytes[stop &- 1] == Ascii.sp || bytes[stop &- 1] == Ascii.htab { stop &-= 1 }
        return Value(start: start, end: stop, next: next)
    }

    /// The offset after the CRLF whose CR is at `offset`; nil when its LF has not come.
    @inline(__always)
    internal static func lineEnd(
        _ bytes: borrowing Span<UInt8>,
        at offset: Int,
        to end: Int
    ) throws(SyntaxError) -> Int? {
        guard offset &+ 1 < end else { return nil }
        guard bytes[offset &+ 1] == Ascii.lf else { throw SyntaxError(.bareCR, at: offset) }
        return offset &+ 2
    }
}
