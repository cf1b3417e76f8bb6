/// Reads IP addresses and numbers as they stand in a line, without making a text of them.
enum AddressText {
    /// Dotted decimal: four numbers without leading zeros, because some readers take those for octal.
    static func v4(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt32? {
        var value: UInt32 = 0
        var start = range.lowerBound
        for part in 0..<4 {
            var stop = start
            while stop < range.upperBound, bytes[stop] != UInt8(ascii: ".") { stop += 1 }
            guard (stop == range.upperBound) == (part == 3),
                let number = Self.decimal(bytes, start..<stop, digits: 3), number < 256
            else { return nil }
            value = value << 8 | number
            start = stop + 1
        }
        return value
    }

    /// RFC 4291 §2.2: eight groups, one run of zero groups as `::`, the last two possibly as dotted decimal.
    static func v6(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> (high: UInt64, low: UInt64)? {
        var groups = V6Groups()
        var start = range.lowerBound
        if start + 1 < range.upperBound, bytes[start] == Self.colon, bytes[start + 1] == Self.colon {
            groups.skip()
            start += 2
        }
        while start < range.upperBound {
            var stop = start
            while stop < range.upperBound, bytes[stop] != Self.colon { stop += 1 }
            if stop == range.upperBound, let v4 = Self.v4(bytes, start..<stop) {
                guard groups.append(UInt16(truncatingIfNeeded: v4 >> 16)),
                    groups.append(UInt16(truncatingIfNeeded: v4))
                else { return nil }
                return groups.address
            }
            guard let group = Self.group(bytes, start..<stop), groups.append(group) else { return nil }
            guard stop < range.upperBound else { return groups.address }
            start = stop + 1
            // A colon at the very end belongs to nothing.
            guard start < range.upperBound else { return nil }
            guard bytes[start] == Self.colon else { continue }
            guard groups.skip() else { return nil }
            start += 1
        }
        return groups.address
    }

    private static let colon = UInt8(ascii: ":")

    private static func group(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt16? {
        guard (1...4).contains(range.count) else { return nil }
        var value: UInt16 = 0
        for index in range {
            let digit: UInt8
            switch bytes[index] {
            case 0x30...0x39: digit = bytes[index] - 0x30
            case 0x41...0x46: digit = bytes[index] - 0x41 + 10
            case 0x61...0x66: digit = bytes[index] - 0x61 + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// A whole number of at most `digits` digits, without a leading zero.
    static func decimal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, digits: Int) -> UInt32? {
        guard (1...digits).contains(range.count), range.count == 1 || bytes[range.lowerBound] != 0x30 else {
            return nil
        }
        var value: UInt32 = 0
        for index in range {
            guard (0x30...0x39).contains(bytes[index]) else { return nil }
            value = value * 10 + UInt32(bytes[index] - 0x30)
        }
        return value
    }
}
