/// The time a gRPC client gives a call: `grpc-timeout`, at most eight digits and a unit.
public enum GRPCTimeout {
    private static let mediaType: [UInt8] = Array("application/grpc".utf8)

    /// Nanoseconds; nil for what is not of that form, which bounds nothing.
    public static func nanoseconds(_ bytes: borrowing Span<UInt8>) -> UInt64? {
        guard bytes.count >= 2, bytes.count <= 9 else { return nil }
        var value: UInt64 = 0
        for index in 0..<bytes.count - 1 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        let unit: UInt64
        switch bytes[bytes.count - 1] {
        case UInt8(ascii: "H"): unit = 3_600_000_000_000
        case UInt8(ascii: "M"): unit = 60_000_000_000
        case UInt8(ascii: "S"): unit = 1_000_000_000
        case UInt8(ascii: "m"): unit = 1_000_000
        case UInt8(ascii: "u"): unit = 1000
        case UInt8(ascii: "n"): unit = 1
        // Default: no unit.
        default: return nil
        }
        let (product, isTooLarge) = value.multipliedReportingOverflow(by: unit)
        return isTooLarge ? .max : product
    }

    /// Whether a media type is one of gRPC's: `application/grpc`, with whatever follows.
    public static func isCall(contentType bytes: borrowing Span<UInt8>) -> Bool {
        guard bytes.count >= Self.mediaType.count else { return false }
        for index in Self.mediaType.indices where bytes[index] | 0x20 != Self.mediaType[index] | 0x20 { return false }
        return true
    }
}
