/// Walks over one line, field by field.
///
/// Every step stays inside the line, whatever stands there: a missing field is an empty slice at the end.
struct LineCursor {
    var at: Int
    let end: Int

    var isAtEnd: Bool { self.at >= self.end }

    init(_ at: Int, _ end: Int) {
        self.at = at
        self.end = end
    }

    /// The next byte without taking it; 0 at the end.
    func peek(_ bytes: borrowing Span<UInt8>) -> UInt8 { self.at < self.end ? bytes[self.at] : 0 }

    mutating func skip(_ byte: UInt8, _ bytes: borrowing Span<UInt8>) {
        while self.at < self.end, bytes[self.at] == byte { self.at += 1 }
    }

    /// Up to a byte, which is taken too.
    @inline(__always)
    mutating func field(until stop: UInt8, _ bytes: borrowing Span<UInt8>) -> Slice {
        let found = ByteScan.first(stop, in: bytes, from: self.at, to: self.end)
        let field = Slice(self.at, found)
        self.at = min(self.end, found + 1)
        return field
    }

    /// The next word between spaces; one in quotes or brackets is taken whole, without them.
    mutating func word(_ bytes: borrowing Span<UInt8>) -> Slice {
        self.skip(0x20, bytes)
        switch self.peek(bytes) {
        case UInt8(ascii: "\""): return self.quoted(bytes)
        case UInt8(ascii: "["):
            self.at += 1
            return self.field(until: UInt8(ascii: "]"), bytes)
        default: return self.field(until: 0x20, bytes)
        }
    }

    /// What stands between quotes; a quote behind a backslash does not end it.
    mutating func quoted(_ bytes: borrowing Span<UInt8>) -> Slice {
        guard self.peek(bytes) == UInt8(ascii: "\"") else { return Slice(self.at, self.at) }
        self.at += 1
        let start = self.at
        let close = Self.closingQuote(bytes, from: start, to: self.end)
        self.at = min(self.end, close + 1)
        return Slice(start, close)
    }

    /// The quote that ends a text, or `end`.
    @inline(__always)
    static func closingQuote(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int {
        var at = start
        while true {
            at = ByteScan.first(UInt8(ascii: "\""), in: bytes, from: at, to: end)
            guard at < end else { return end }
            var back = at
            while back > start, bytes[back - 1] == UInt8(ascii: "\\") { back -= 1 }
            if (at - back) & 1 == 0 { return at }
            at += 1
        }
    }
}
