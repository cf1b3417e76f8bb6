/// How deep brackets and braces are nested, found in one pass over the bytes.
///
/// The YAML library looks at every open bracket for each token, so deep nesting in a long text takes minutes; it must
/// be refused before. This is no YAML parser: quotes inside plain text may mislead it.
struct FlowDepth {
    private static let openers = Array("[{,:'\"".utf8)

    private enum State { case plain, doubleQuoted, singleQuoted, comment }

    /// The line where more than `limit` brackets are open for the first time.
    static func line(in text: String, exceeding limit: Int) -> Int? {
        var state = State.plain
        var (depth, line) = (0, 1)
        var previous = UInt8(ascii: "\n")
        var isEscaped = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") { line += 1 }
            switch state {
            case .comment:
                if byte == UInt8(ascii: "\n") { state = .plain }
            case .doubleQuoted:
                if !isEscaped, byte == UInt8(ascii: "\"") { state = .plain }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            case .singleQuoted:
                if byte == UInt8(ascii: "'") { state = .plain }
            case .plain:
                state = Self.state(after: byte, previous: previous)
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
                if depth > limit { return line }
            }
            previous = byte
        }
        return nil
    }

    /// Quotes and comments begin only where a token can.
    private static func state(after byte: UInt8, previous: UInt8) -> State {
        let isAfterSpace = previous <= 0x20
        switch byte {
        case UInt8(ascii: "#"): return isAfterSpace ? .comment : .plain
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            guard isAfterSpace || Self.openers.contains(previous) else { return .plain }
            return byte == UInt8(ascii: "\"") ? .doubleQuoted : .singleQuoted
        default: return .plain
        }
    }
}
