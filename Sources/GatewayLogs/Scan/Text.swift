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
        let count = text.utf8CodeUnitCount
        guard at >= 0, at + count <= end, end <= bytes.count else { return false }
        guard count >= 8 else {
            for index in 0..<count where bytes[at &+ index] != ByteScan.byte(of: text, at: index) { return false }
            return true
        }
        var index = 0
        while index &+ 8 <= count {
            guard ByteScan.word(bytes, at &+ index) == ByteScan.word(of: text, at: index) else { return false }
            index &+= 8
        }
        // The last eight, of which some were compared before.
        return ByteScan.word(bytes, at &+ count &- 8) == ByteScan.word(of: text, at: count &- 8)
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
        if let value = Self.shortNumber(field, bytes) { return value }
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

    /// The value of one to eight digits, all at once; nil for anything else, also near the end of a block.
    @inline(__always)
    private static func shortNumber(_ field: Slice, _ bytes: borrowing Span<UInt8>) -> Int64? {
        let count = Int(field.count)
        guard field.start >= 0, count > 0, count <= 8, field.lower &+ 8 <= bytes.count else { return nil }
        // Behind zeros instead of before what follows: the first digit is the lowest byte.
        let zeros: UInt64 = 0x3030_3030_3030_3030
        let free = UInt64(truncatingIfNeeded: 64 &- count &* 8)
        let word = ByteScan.word(bytes, field.lower).littleEndian &<< free | zeros & ((1 &<< free) &- 1)
        // Digits are 30 to 39: their high halves are 3, also with 6 added.
        let high: UInt64 = 0xf0f0_f0f0_f0f0_f0f0
        guard word & high == zeros, (word &+ 0x0606_0606_0606_0606) & high == zeros else { return nil }
        // Neighbours are put together: eight digits to four pairs, two fours, one number.
        let digits = word &- zeros
        let pairs = (digits &* 10 &+ digits &>> 8) & 0x00ff_00ff_00ff_00ff
        let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_ffff_0000_ffff
        return Int64(truncatingIfNeeded: (fours &* 10_000 &+ fours &>> 32) & 0xffff_ffff)
    }

    /// A decimal number of `unit` microseconds ("0.125" with a unit of a million is 125 000); nil for anything else.
    static func microseconds(_ field: Slice, _ bytes: borrowing Span<UInt8>, unit: Int64 = 1_000_000) -> Int64? {
        guard !field.isMissing, field.count > 0, field.count <= 30 else { return nil }
        if unit <= 1_000_000, let whole = Self.shortNumber(field, bytes) { return whole &* unit }
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
