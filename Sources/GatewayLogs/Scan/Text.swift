/// Reads small things out of bytes: fixed words, numbers, words after other words.
enum Text {
    /// The offset basis and prime of FNV-1a.
    static var seed: UInt64 { 0xcbf2_9ce4_8422_2325 }
    static var prime: UInt64 { 0x100_0000_01b3 }

    /// The same hash for text that is known beforehand.
    static func hash(_ text: String, seed: UInt64 = Text.seed) -> UInt64 {
        let bytes = Array(text.utf8)
        return Slice(0, bytes.count).hash(bytes.span, seed: seed)
    }

    @inline(__always)
    static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
        return product ^ (product &>> 32)
    }

    /// Spreads the bits of a hash, so that its low ones can be an index.
    @inline(__always)
    static func mixed(_ hash: UInt64) -> UInt64 {
        var mixed = hash
        mixed = (mixed ^ (mixed &>> 33)) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed &>> 29)
    }

    /// Whether `text` stands at `at`.
    static func begins(_ text: StaticString, in bytes: borrowing Span<UInt8>, at: Int, to end: Int) -> Bool {
        guard at >= 0, at + text.utf8CodeUnitCount <= end, end <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[at + index] != ByteScan.byte(of: text, at: index) {
            return false
        }
        return true
    }

    /// Where `text` first stands in `lower..<upper`; nil when it does not.
    static func find(_ text: StaticString, in bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int? {
        guard text.utf8CodeUnitCount > 0 else { return nil }
        let first = ByteScan.byte(of: text, at: 0)
        var at = lower
        while at < upper {
            at = ByteScan.first(first, in: bytes, from: at, to: upper)
            guard at < upper else { return nil }
            if Self.begins(text, in: bytes, at: at, to: upper) { return at }
            at += 1
        }
        return nil
    }

    /// The value of the digits of a field; nil when there is anything else, or too many.
    static func number(_ field: Slice, _ bytes: borrowing Span<UInt8>) -> Int64? {
        guard !field.isMissing, field.count > 0, field.count <= 18 else { return nil }
        var at = field.lower
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
        guard at < field.upper else { return nil }
        var value: Int64 = 0
        while at < field.upper {
            let digit = bytes[at] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
            at += 1
        }
        return isNegative ? -value : value
    }

    /// A decimal number of `unit` microseconds ("0.125" with a unit of a million is 125 000); nil for anything else.
    static func microseconds(_ field: Slice, _ bytes: borrowing Span<UInt8>, unit: Int64 = 1_000_000) -> Int64? {
        guard !field.isMissing, field.count > 0, field.count <= 30 else { return nil }
        var at = field.lower
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var whole: Int64 = 0
        var fraction: Int64 = 0
        var scale: Int64 = 1
        var digits = 0
        var isFraction = false
        while at < field.upper {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
                continue
            }
            let digit = Int64(byte &- UInt8(ascii: "0"))
            guard digit < 10, digits < 18 else { return nil }
            digits += 1
            if !isFraction {
                guard whole < 100_000_000_000 else { return nil }
                whole = whole * 10 + digit
            } else if scale < 1_000_000 {
                fraction = fraction * 10 + digit
                scale *= 10
            }
        }
        guard digits > 0 else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let value = product &+ fraction * unit / scale
        return isNegative ? -value : value
    }

    /// The field that begins behind `name` and ends before `stop`.
    static func value(
        after name: StaticString,
        until stop: UInt8,
        in bytes: borrowing Span<UInt8>,
        from lower: Int,
        to upper: Int
    ) -> Slice {
        guard let found = Self.find(name, in: bytes, from: lower, to: upper) else { return .none }
        let start = found + name.utf8CodeUnitCount
        return Slice(start, ByteScan.first(stop, in: bytes, from: start, to: upper))
    }
}
