/// How long the client of a request still waits, as a field of the request says.
///
/// A number and a unit: `H`, `M`, `S`, `m`, `u`, `n` as in `grpc-timeout` (where `m` is milliseconds), `ms`, `s`, or none
/// for milliseconds. Not responsible for what ends when the time is over.
public struct RequestDeadline: Sendable, BitwiseCopyable, Equatable {
    /// How the next hop is told what is left: in the unit that came where it has milliseconds.
    public enum Unit: Sendable, BitwiseCopyable {
        case none
        /// gRPC's letter for milliseconds.
        case letter
        case text
    }

    /// Whoever waits for longer has forgotten.
    public static let longest: UInt64 = 86_400_000_000_000
    /// gRPC allows eight digits, and nobody needs more.
    private static let mostDigits = 9

    /// Nanoseconds.
    public let length: UInt64
    public let unit: Unit

    /// Nil for what is no such value; a request is as good without.
    public init?(_ bytes: borrowing Span<UInt8>, _ value: Range<Int>) {
        var number: UInt64 = 0
        var at = value.lowerBound
        while at < value.upperBound, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") {
            guard at - value.lowerBound < Self.mostDigits else { return nil }
            number = number * 10 + UInt64(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        guard at > value.lowerBound, let (scale, unit) = Self.unit(bytes, at..<value.upperBound) else { return nil }
        // At most 10^9 × 3.6 × 10^12, more than 64 bits hold.
        let (product, isOver) = number.multipliedReportingOverflow(by: scale)
        self.length = isOver ? Self.longest : min(product, Self.longest)
        self.unit = unit
    }

    private static func unit(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> (scale: UInt64, unit: Unit)? {
        switch range.count {
        case 0: return (1_000_000, .none)
        case 1:
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "H"): return (3_600_000_000_000, .letter)
            case UInt8(ascii: "M"): return (60_000_000_000, .letter)
            case UInt8(ascii: "S"): return (1_000_000_000, .letter)
            case UInt8(ascii: "m"): return (1_000_000, .letter)
            case UInt8(ascii: "u"): return (1000, .letter)
            case UInt8(ascii: "n"): return (1, .letter)
            case UInt8(ascii: "s"): return (1_000_000_000, .text)
            // Default: no unit that is known.
            default: return nil
            }
        case 2:
            let isMilliseconds =
                bytes[range.lowerBound] == UInt8(ascii: "m") && bytes[range.lowerBound + 1] == UInt8(ascii: "s")
            return isMilliseconds ? (1_000_000, .text) : nil
        // Default: no unit is that long.
        default: return nil
        }
    }

    /// Whether another attempt can end in time: not when less is left than answers usually take.
    public static func allowsAnother(left: UInt64, usual: UInt64) -> Bool { left > usual }
}
