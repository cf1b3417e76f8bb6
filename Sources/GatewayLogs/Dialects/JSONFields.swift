/// Walks over the members of a JSON object on one line, nested objects included, without building a tree.
///
/// Tells where keys and values stand; escapes stay as they are, because nothing that is compared has any. What is not
/// JSON ends the walk.
enum JSONFields {
    private static let deepest = 16

    /// Calls `body` with each key and its value (a string without its quotes); an object's members come one by one.
    static func visit(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ body: (_ key: Slice, _ value: Slice, _ depth: Int, borrowing Span<UInt8>) -> Void
    ) {
        var cursor = LineCursor(start, end)
        var depth = 0
        while !cursor.isAtEnd {
            switch bytes[cursor.at] {
            case UInt8(ascii: "{"):
                depth += 1
                guard depth <= Self.deepest else { return }
                cursor.at += 1
            case UInt8(ascii: "}"):
                depth -= 1
                guard depth > 0 else { return }
                cursor.at += 1
            case UInt8(ascii: "["):
                Self.skipArray(bytes, &cursor)
            case UInt8(ascii: "\""):
                Self.member(bytes, &cursor, depth, body)
            default:
                cursor.at += 1
            }
        }
    }

    private static func member(
        _ bytes: borrowing Span<UInt8>,
        _ cursor: inout LineCursor,
        _ depth: Int,
        _ body: (_ key: Slice, _ value: Slice, _ depth: Int, borrowing Span<UInt8>) -> Void
    ) {
        let key = cursor.quoted(bytes)
        cursor.skip(0x20, bytes)
        guard cursor.peek(bytes) == UInt8(ascii: ":") else { return }
        cursor.at += 1
        cursor.skip(0x20, bytes)
        switch cursor.peek(bytes) {
        case UInt8(ascii: "\""): body(key, cursor.quoted(bytes), depth, bytes)
        case UInt8(ascii: "{"): break
        case UInt8(ascii: "["): Self.skipArray(bytes, &cursor)
        default:
            let from = cursor.at
            while !cursor.isAtEnd, !Self.endsValue(bytes[cursor.at]) { cursor.at += 1 }
            body(key, Slice(from, cursor.at), depth, bytes)
        }
    }

    private static func skipArray(_ bytes: borrowing Span<UInt8>, _ cursor: inout LineCursor) {
        var depth = 0
        while !cursor.isAtEnd {
            switch bytes[cursor.at] {
            case UInt8(ascii: "\""):
                _ = cursor.quoted(bytes)
                continue
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            default: break
            }
            cursor.at += 1
            if depth == 0 { return }
        }
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == 0x20
    }
}
