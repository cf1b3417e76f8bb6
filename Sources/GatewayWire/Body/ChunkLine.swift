/// Reads the line before a chunk, byte by byte: `chunk-size [ chunk-ext ] CRLF` (RFC 9112 §7.1).
///
/// Strict where recipients are known to differ: the size is followed by `;` or CR at once, at most 2^63 - 1, and the
/// line ends with CRLF. Extensions are checked against their grammar, whitespace around `;` and `=` included where
/// it allows it, and forgotten. Not responsible for the chunk.
internal struct ChunkLine: Sendable, BitwiseCopyable {
    /// The size so far.
    internal private(set) var size: UInt64 = 0
    /// Bytes of the line so far.
    internal private(set) var count: UInt32 = 0
    /// Bytes of extensions so far.
    internal private(set) var extensionCount: UInt32 = 0
    private var state = State.sizeStart

    private enum State: UInt8, BitwiseCopyable {
        case sizeStart, size
        case nameStart, name, nameSpace
        case valueStart, value, valueSpace
        case quoted, quotedPair, quotedEnd
        case lineFeed
    }

    /// What a byte broke.
    internal enum Problem: UInt8, Error, BitwiseCopyable {
        case size, extensions, bareCR, bareLF
    }

    /// Whether the size is still being read.
    internal var isInSize: Bool { self.state == .sizeStart || self.state == .size }

    /// Takes the next byte; true when the line is complete.
    @inline(__always)
    internal mutating func take(_ byte: UInt8) throws(Problem) -> Bool {
        self.count &+= 1
        switch self.state {
        case .sizeStart, .size:
            guard let digit = Hexadecimal.value(byte) else {
                try self.sizeEnded(byte)
                return false
            }
            guard self.size <= UInt64(Int64.max) &>> 4 else { throw .size }
            self.size = self.size &<< 4 | UInt64(digit)
            self.state = .size
            return false
        case .lineFeed:
            guard byte == Ascii.lf else { throw .bareCR }
            return true
        case .nameStart, .name, .nameSpace, .valueStart, .value, .valueSpace, .quoted, .quotedPair, .quotedEnd:
            self.extensionCount &+= 1
            self.state = try self.extensionState(after: byte)
            return false
        }
    }

    private mutating func sizeEnded(_ byte: UInt8) throws(Problem) {
        if byte == Ascii.lf { throw .bareLF }
        guard self.state == .size else { throw .size }
        switch byte {
        case Ascii.cr: self.state = .lineFeed
        case UInt8(ascii: ";"): self.state = .nameStart
        default: throw .size
        }
    }

    /// `chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )` (RFC 9112 §7.1.1).
    private func extensionState(after byte: UInt8) throws(Problem) -> State {
        if byte == Ascii.lf { throw .bareLF }
        let isSpace = byte == Ascii.sp || byte == Ascii.htab
        let isToken = ByteClass.token.contains(byte)
        switch self.state {
        case .nameStart where isSpace: return .nameStart
        case .nameStart where isToken, .name where isToken: return .name
        case .name where isSpace, .nameSpace where isSpace: return .nameSpace
        case .name where byte == UInt8(ascii: "="), .nameSpace where byte == UInt8(ascii: "="): return .valueStart
        case .valueStart where isSpace: return .valueStart
        case .valueStart where byte == UInt8(ascii: "\""): return .quoted
        case .valueStart where isToken, .value where isToken: return .value
        case .quoted where byte == UInt8(ascii: "\\"): return .quotedPair
        case .quoted where byte == UInt8(ascii: "\""): return .quotedEnd
        case .quoted where ByteClass.quotedText.contains(byte) || byte >= 0x80: return .quoted
        case .quotedPair where byte == Ascii.htab || (byte >= Ascii.sp && byte != 0x7f): return .quoted
        case .value where isSpace, .quotedEnd where isSpace, .valueSpace where isSpace: return .valueSpace
        case .name, .nameSpace, .value, .quotedEnd, .valueSpace:
            if byte == UInt8(ascii: ";") { return .nameStart }
            // Space before the CR belongs to nothing in the grammar.
            if byte == Ascii.cr, self.state != .nameSpace, self.state != .valueSpace { return .lineFeed }
            throw .extensions
        case .nameStart, .valueStart, .quoted, .quotedPair, .sizeStart, .size, .lineFeed:
            throw .extensions
        }
    }
}
