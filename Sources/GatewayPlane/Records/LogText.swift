internal import GatewayBytes

/// Appends bytes from the wire so that they cannot end a line, a string or reach a terminal as commands.
enum LogText {
    /// Inside a JSON string: quotes, backslashes, controls and everything that is not ASCII are escaped.
    static func append(json bytes: borrowing Span<UInt8>, from start: Int, count: Int, to buffer: inout Buffer) {
        Self.append(bytes, from: start, count: count, to: &buffer) { byte, buffer in
            switch byte {
            case UInt8(ascii: "\""): buffer.append("\\\"")
            case UInt8(ascii: "\\"): buffer.append("\\\\")
            default:
                buffer.append("\\u00")
                Self.append(hex: byte, to: &buffer)
            }
        }
    }

    /// `text` as it stands inside a JSON string, rendered once for what does not change.
    static func escaped(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var buffer = Buffer()
        Self.append(json: bytes.span, from: 0, count: bytes.count, to: &buffer)
        return buffer.prefix(.max)
    }

    /// Inside a quoted field of the combined format: `\xHH`.
    static func append(combined bytes: borrowing Span<UInt8>, from start: Int, count: Int, to buffer: inout Buffer) {
        Self.append(bytes, from: start, count: count, to: &buffer) { byte, buffer in
            buffer.append("\\x")
            Self.append(hex: byte, to: &buffer)
        }
    }

    private static func append(
        _ bytes: borrowing Span<UInt8>,
        from start: Int,
        count: Int,
        to buffer: inout Buffer,
        escape: (UInt8, inout Buffer) -> Void
    ) {
        guard start >= 0, count > 0, start + count <= bytes.count else { return }
        var run = start
        for index in start..<start + count {
            let byte = bytes[index]
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
            buffer.append(bytes, from: run, count: index - run)
            escape(byte, &buffer)
            run = index + 1
        }
        buffer.append(bytes, from: run, count: start + count - run)
    }

    private static func append(hex byte: UInt8, to buffer: inout Buffer) {
        let digits: InlineArray<16, UInt8> = [
            48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102,
        ]
        buffer.append(digits[Int(byte >> 4)])
        buffer.append(digits[Int(byte & 15)])
    }
}
