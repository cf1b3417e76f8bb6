/// Moments as milliseconds since 1970, and the parts that logs write them in.
enum Calendar {
    static let unknown = Int64.min

    /// The moment of a date and time of day; `unknown` when a part is out of range.
    ///
    /// The days are counted in years that begin in March, so that a leap day is a year's last.
    static func moment(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ hour: Int,
        _ minute: Int,
        _ second: Int,
        milliseconds: Int = 0,
        zoneMinutes: Int = 0
    ) -> Int64 {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return Self.unknown }
        let shiftedYear = month > 2 ? year : year - 1
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = days * 86_400 + hour * 3600 + (minute - zoneMinutes) * 60 + second
        return Int64(seconds) * 1000 + Int64(milliseconds)
    }

    /// 1...12 for the English three letters of a month, 0 for anything else.
    static func month(_ bytes: borrowing Span<UInt8>, _ at: Int) -> Int {
        guard at >= 0, at + 3 <= bytes.count else { return 0 }
        let letters = UInt32(bytes[at] | 0x20) << 16 | UInt32(bytes[at + 1] | 0x20) << 8 | UInt32(bytes[at + 2] | 0x20)
        return switch letters {
        case 0x6a616e: 1
        case 0x666562: 2
        case 0x6d6172: 3
        case 0x617072: 4
        case 0x6d6179: 5
        case 0x6a756e: 6
        case 0x6a756c: 7
        case 0x617567: 8
        case 0x736570: 9
        case 0x6f6374: 10
        case 0x6e6f76: 11
        case 0x646563: 12
        default: 0
        }
    }

    /// The number in `count` digits from `at`; -1 when one is none.
    static func digits(_ bytes: borrowing Span<UInt8>, _ at: Int, _ count: Int) -> Int {
        guard at >= 0, at + count <= bytes.count else { return -1 }
        var value = 0
        for index in at..<at + count {
            // Months and days of syslog are padded with a space.
            let byte = bytes[index] == 0x20 ? UInt8(ascii: "0") : bytes[index]
            guard byte &- UInt8(ascii: "0") < 10 else { return -1 }
            value = value * 10 + Int(byte &- UInt8(ascii: "0"))
        }
        return value
    }
}

// MARK: - The forms that logs use

extension Calendar {
    /// `10/Oct/2000:13:55:36 +0000`, or HAProxy's `10/Oct/2000:13:55:36.123`.
    static func common(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int) -> Int64 {
        guard at + 20 <= end else { return Self.unknown }
        var milliseconds = 0
        var zone = 0
        if bytes.count > at + 20, at + 24 <= end, bytes[at + 20] == UInt8(ascii: ".") {
            milliseconds = max(0, Self.digits(bytes, at + 21, 3))
        } else if at + 26 <= end {
            zone = Self.zone(bytes, at + 21)
        }
        return Self.moment(
            Self.digits(bytes, at + 7, 4),
            Self.month(bytes, at + 3),
            Self.digits(bytes, at, 2),
            Self.digits(bytes, at + 12, 2),
            Self.digits(bytes, at + 15, 2),
            Self.digits(bytes, at + 18, 2),
            milliseconds: milliseconds,
            zoneMinutes: zone
        )
    }

    /// `2026-03-01T12:00:00.123456Z`, with `/` between the parts of the date, a space or a tab for `T`, any number of
    /// decimals, `Z`, `+0100`, `+01:00` or nothing.
    static func iso(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int) -> Int64 {
        guard at + 19 <= end else { return Self.unknown }
        var milliseconds = 0
        var next = at + 19
        if next < end, bytes[next] == UInt8(ascii: ".") || bytes[next] == UInt8(ascii: ",") {
            next += 1
            var scale = 100
            while next < end, bytes[next] &- UInt8(ascii: "0") < 10 {
                milliseconds += Int(bytes[next] &- UInt8(ascii: "0")) * scale
                scale /= 10
                next += 1
            }
        }
        let hasZone = next < end && (bytes[next] == UInt8(ascii: "+") || bytes[next] == UInt8(ascii: "-"))
        return Self.moment(
            Self.digits(bytes, at, 4),
            Self.digits(bytes, at + 5, 2),
            Self.digits(bytes, at + 8, 2),
            Self.digits(bytes, at + 11, 2),
            Self.digits(bytes, at + 14, 2),
            Self.digits(bytes, at + 17, 2),
            milliseconds: milliseconds,
            zoneMinutes: hasZone ? Self.zone(bytes, next) : 0
        )
    }

    /// The same, for those who read neighbouring lines: the second is read once, its parts on every line.
    @inline(__always)
    static func iso(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int, _ memory: inout SecondMemory) -> Int64 {
        // "…:00.310Z": other forms have a zone or other lengths.
        guard at + 24 == end, bytes[at + 19] == UInt8(ascii: "."), bytes[at + 23] == UInt8(ascii: "Z") else {
            return Self.iso(bytes, at, to: end)
        }
        let second = memory.moment(bytes, at, length: 19) { Self.iso($0, $1, to: $1 + 19) }
        let milliseconds = Self.digits(bytes, at + 20, 3)
        guard second != Self.unknown, milliseconds >= 0 else { return Self.iso(bytes, at, to: end) }
        return second + Int64(milliseconds)
    }

    /// Apache's `Sat Nov 21 15:38:00.123456 2026`.
    static func asctime(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int) -> Int64 {
        guard at + 24 <= end else { return Self.unknown }
        var year = at + 20
        var milliseconds = 0
        if bytes[at + 19] == UInt8(ascii: ".") {
            milliseconds = max(0, Self.digits(bytes, at + 20, 3))
            year = ByteScan.first(0x20, in: bytes, from: at + 20, to: end) + 1
        }
        return Self.moment(
            Self.digits(bytes, year, 4),
            Self.month(bytes, at + 4),
            Self.digits(bytes, at + 8, 2),
            Self.digits(bytes, at + 11, 2),
            Self.digits(bytes, at + 14, 2),
            Self.digits(bytes, at + 17, 2),
            milliseconds: milliseconds
        )
    }

    /// Syslog's `Nov 21 15:38:00`, which has no year.
    static func syslog(_ bytes: borrowing Span<UInt8>, _ at: Int, to end: Int, year: Int) -> Int64 {
        guard at + 15 <= end else { return Self.unknown }
        return Self.moment(
            year,
            Self.month(bytes, at),
            Self.digits(bytes, at + 4, 2),
            Self.digits(bytes, at + 7, 2),
            Self.digits(bytes, at + 10, 2),
            Self.digits(bytes, at + 13, 2)
        )
    }

    /// `+0100` or `+01:00` in minutes.
    private static func zone(_ bytes: borrowing Span<UInt8>, _ at: Int) -> Int {
        guard at + 5 <= bytes.count else { return 0 }
        let minutesAt = bytes[at + 3] == UInt8(ascii: ":") ? at + 4 : at + 3
        let hours = Self.digits(bytes, at + 1, 2)
        let minutes = Self.digits(bytes, minutesAt, 2)
        guard hours >= 0, minutes >= 0 else { return 0 }
        let total = hours * 60 + minutes
        return bytes[at] == UInt8(ascii: "-") ? -total : total
    }
}
