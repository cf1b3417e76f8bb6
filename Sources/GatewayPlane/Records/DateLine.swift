internal import GatewayBytes
internal import GatewayWire

/// The `Date` line of responses without one, rendered once a second.
struct DateLine: ~Copyable {
    private(set) var line = Buffer()
    private var second: UInt64 = .max

    mutating func refresh(milliseconds: UInt64) {
        let second = milliseconds / 1000
        guard second != self.second else { return }
        self.second = second
        self.line.clear()
        self.line.append("Date: ")
        self.line.append(httpDate: Int64(second))
        self.line.append("\r\n")
    }
}

/// Times as people and machines read them, in UTC.
enum UTCTime {
    /// `2026-11-21 01:02:03 UTC`.
    static func text(milliseconds: UInt64) -> String {
        var buffer = Buffer()
        Self.append(milliseconds: milliseconds, separator: UInt8(ascii: " "), to: &buffer)
        buffer.append(" UTC")
        return buffer.text
    }

    /// RFC 3339 with milliseconds and `Z`.
    static func append(rfc3339 milliseconds: UInt64, to buffer: inout Buffer) {
        Self.append(milliseconds: milliseconds, separator: UInt8(ascii: "T"), to: &buffer)
        buffer.append(UInt8(ascii: "."))
        Self.append(padded: milliseconds % 1000, 3, to: &buffer)
        buffer.append(UInt8(ascii: "Z"))
    }

    private static func append(milliseconds: UInt64, separator: UInt8, to buffer: inout Buffer) {
        let seconds = milliseconds / 1000
        let (year, month, day) = Self.date(days: Int64(seconds / 86_400))
        Self.append(padded: UInt64(year), 4, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        Self.append(padded: month, 2, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        Self.append(padded: day, 2, to: &buffer)
        buffer.append(separator)
        Self.append(padded: seconds / 3600 % 24, 2, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        Self.append(padded: seconds / 60 % 60, 2, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        Self.append(padded: seconds % 60, 2, to: &buffer)
    }

    /// `21/Nov/2026:01:02:03 +0000`, as the combined log format writes it.
    static func append(common milliseconds: UInt64, to buffer: inout Buffer) {
        let seconds = milliseconds / 1000
        let (year, month, day) = Self.date(days: Int64(seconds / 86_400))
        Self.append(padded: day, 2, to: &buffer)
        buffer.append(UInt8(ascii: "/"))
        buffer.append(Self.name(ofMonth: month))
        buffer.append(UInt8(ascii: "/"))
        Self.append(padded: UInt64(year), 4, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        Self.append(padded: seconds / 3600 % 24, 2, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        Self.append(padded: seconds / 60 % 60, 2, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        Self.append(padded: seconds % 60, 2, to: &buffer)
        buffer.append(" +0000")
    }

    private static func name(ofMonth month: UInt64) -> StaticString {
        switch month {
        case 1: "Jan"
        case 2: "Feb"
        case 3: "Mar"
        case 4: "Apr"
        case 5: "May"
        case 6: "Jun"
        case 7: "Jul"
        case 8: "Aug"
        case 9: "Sep"
        case 10: "Oct"
        case 11: "Nov"
        default: "Dec"
        }
    }

    private static func append(padded value: UInt64, _ width: Int, to buffer: inout Buffer) {
        var limit: UInt64 = 10
        for _ in 1..<width {
            if value < limit { buffer.append(UInt8(ascii: "0")) }
            limit *= 10
        }
        buffer.append(decimal: value)
    }

    /// Gregorian date of a day number, with the year starting in March so that the leap day is last.
    private static func date(days: Int64) -> (year: Int64, month: UInt64, day: UInt64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (civil <= 2 ? 1 : 0), UInt64(civil), UInt64(day))
    }
}
