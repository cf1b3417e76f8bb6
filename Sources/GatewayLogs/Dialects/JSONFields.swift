/// Walks over the members of a JSON object on one line, nested objects included, without building a tree.
///
/// Tells where values stand and what their keys mean; escapes stay as they are, because nothing that is compared has
/// any. What is not JSON ends the walk. Quotes are looked for once in all of the line: every seventh byte of such a log
/// is one.
struct JSONFields {
    private static let deepest = 16

    private var at: Int
    private let end: Int
    private var quotes: DelimiterScan
    private var depth = 0

    @inline(__always)
    private init(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        self.at = start
        self.end = end
        self.quotes = DelimiterScan(UInt8(ascii: "\""), bytes, from: start, to: end)
    }

    /// Calls `body` with what each key means and its value (a string without its quotes); an object's members come one
    /// by one.
    @inline(__always)
    static func visit(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ shape: inout JSONShape,
        _ body: (_ key: JSONKey?, _ value: Slice, borrowing Span<UInt8>) -> Void
    ) {
        var fields = JSONFields(bytes, start, end)
        var place = 0
        while fields.at < end {
            switch bytes[fields.at] {
            case UInt8(ascii: "\""):
                if let match = shape.match(place, at: fields.at, bytes), fields.holds(match, bytes) {
                    body(match.key, fields.value(behind: match, bytes), bytes)
                } else {
                    let open = fields.at
                    let member = fields.member(bytes)
                    fields = member.rest
                    guard !member.value.isMissing else { continue }
                    body(shape.learn(place, at: open, member.key, member.value, bytes), member.value, bytes)
                }
                place &+= 1
            case UInt8(ascii: "{"):
                fields.depth &+= 1
                guard fields.depth <= Self.deepest else { return }
                fields.at &+= 1
            case UInt8(ascii: "}"):
                fields.depth &-= 1
                guard fields.depth > 0 else { return }
                fields.at &+= 1
            case UInt8(ascii: "["): fields = fields.behindArray(bytes)
            default: fields.at &+= 1
            }
        }
    }

    // MARK: - A member that begins as in the line before

    /// Whether all of its beginning is in the line, and a value that was no text is none now.
    @inline(__always)
    private func holds(_ match: JSONShape.Match, _ bytes: borrowing Span<UInt8>) -> Bool {
        let from = self.at &+ match.count
        guard from < self.end else { return false }
        guard !match.isText else { return true }
        switch bytes[from] {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), 0x20: return false
        default: return true
        }
    }

    @inline(__always)
    private mutating func value(behind match: JSONShape.Match, _ bytes: borrowing Span<UInt8>) -> Slice {
        self.at &+= match.count
        guard match.isText else { return self.bare(bytes) }
        self.quotes.drop(before: self.at)
        return self.text(bytes)
    }

    // MARK: - Any member

    /// What stands behind a quote, what belongs to it, and where it goes on; no value where there is none, and where
    /// it is an object or an array.
    ///
    /// A new value and not a change in place: what a call may change is not held in registers.
    @inline(never)
    private func member(_ bytes: borrowing Span<UInt8>) -> (rest: JSONFields, key: Slice, value: Slice) {
        var fields = self
        let key = fields.quoted(bytes)
        fields.skipSpaces(bytes)
        guard fields.at < fields.end, bytes[fields.at] == UInt8(ascii: ":") else { return (fields, key, .none) }
        fields.at &+= 1
        fields.skipSpaces(bytes)
        guard fields.at < fields.end else { return (fields, key, Slice(fields.end, fields.end)) }
        switch bytes[fields.at] {
        case UInt8(ascii: "\""):
            let value = fields.quoted(bytes)
            return (fields, key, value)
        case UInt8(ascii: "{"): return (fields, key, .none)
        case UInt8(ascii: "["): return (fields.behindArray(bytes), key, .none)
        default:
            let value = fields.bare(bytes)
            return (fields, key, value)
        }
    }

    /// A value without quotes.
    @inline(__always)
    private mutating func bare(_ bytes: borrowing Span<UInt8>) -> Slice {
        let from = self.at
        var at = from
        while at < self.end, !Self.endsValue(bytes[at]) { at &+= 1 }
        self.at = at
        return Slice(from, at)
    }

    /// What stands between quotes, of which the first is the next byte.
    @inline(__always)
    private mutating func quoted(_ bytes: borrowing Span<UInt8>) -> Slice {
        self.at &+= 1
        self.quotes.drop(before: self.at)
        return self.text(bytes)
    }

    /// Up to the quote that ends a text; one behind a backslash does not.
    @inline(__always)
    private mutating func text(_ bytes: borrowing Span<UInt8>) -> Slice {
        let start = self.at
        var close = self.quotes.next(bytes)
        while close < start { close = self.quotes.next(bytes) }
        while close < self.end, close > start, bytes[close &- 1] == UInt8(ascii: "\\"),
            Self.isEscaped(close, start, bytes)
        {
            close = self.quotes.next(bytes)
        }
        self.at = min(self.end, close &+ 1)
        return Slice(start, close)
    }

    private static func isEscaped(_ place: Int, _ start: Int, _ bytes: borrowing Span<UInt8>) -> Bool {
        var back = place
        while back > start, bytes[back - 1] == UInt8(ascii: "\\") { back -= 1 }
        return (place - back) & 1 == 1
    }

    private mutating func skipSpaces(_ bytes: borrowing Span<UInt8>) {
        while self.at < self.end, bytes[self.at] == 0x20 { self.at &+= 1 }
    }

    @inline(never)
    private func behindArray(_ bytes: borrowing Span<UInt8>) -> JSONFields {
        var fields = self
        var depth = 0
        while fields.at < fields.end {
            switch bytes[fields.at] {
            case UInt8(ascii: "\""):
                _ = fields.quoted(bytes)
                continue
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            default: break
            }
            fields.at += 1
            if depth == 0 { break }
        }
        return fields
    }

    @inline(__always)
    private static func endsValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == 0x20
    }
}
