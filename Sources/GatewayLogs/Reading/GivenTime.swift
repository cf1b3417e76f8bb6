/// A moment as a person gives it: a date, a date with a time, or how long ago.
public enum GivenTime {
    /// Milliseconds since 1970; nil for what is no time.
    ///
    /// `30m`, `2h`, `7d` are before `now`.
    public static func parse(_ text: String, now: Int64) -> Int64? {
        if let ago = Self.ago(text) { return now - ago }
        let full = Self.full(Array(text.utf8))
        let span = full.span
        guard full.count >= 19, span[4] == UInt8(ascii: "-"), span[7] == UInt8(ascii: "-") else { return nil }
        let time = Calendar.iso(span, 0, to: span.count)
        return time == Calendar.unknown ? nil : time
    }

    /// With the parts that may be left out.
    private static func full(_ bytes: [UInt8]) -> [UInt8] {
        switch bytes.count {
        case 10: bytes + Array("T00:00:00".utf8)
        case 16: bytes + Array(":00".utf8)
        case 17 where bytes.last == UInt8(ascii: "Z"): bytes.dropLast() + Array(":00Z".utf8)
        default: bytes
        }
    }

    private static func ago(_ text: String) -> Int64? {
        guard let unit = text.last, let number = Int64(text.dropLast()), number >= 0, number < 1_000_000 else {
            return nil
        }
        return switch unit {
        case "s": number * 1000
        case "m": number * 60_000
        case "h": number * 3_600_000
        case "d": number * 86_400_000
        default: nil
        }
    }
}
