public import GatewayBytes

/// A moment as the fields of a `Date` (RFC 9110 §5.6.7): in UTC, to the second.
///
/// Not responsible for clocks: the reactor knows the time, once a turn.
public struct HTTPDate: Hashable, Sendable, BitwiseCopyable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 is Sunday.
    public let weekday: Int
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// - Parameter epochSeconds: clamped to the years 0 to 9999, which is what the format can say.
    public init(epochSeconds: Int64) {
        let seconds = Int(min(max(epochSeconds, -62_167_219_200), 253_402_300_799))
        // Counting from 0000-03-01, so that a leap day is the last day of its year.
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400 + 719_468
        let ofDay = (seconds % 86_400 + 86_400) % 86_400
        // 400 years have 146,097 days. Dividing what the leap days leave gives the year without a table.
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Months from March on repeat 31, 30, 31, 30, 31: 153 days for five.
        let fromMarch = (5 * ofYear + 2) / 153
        self.day = ofYear - (153 * fromMarch + 2) / 5 + 1
        self.month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
        // 0000-03-01 was a Wednesday.
        self.weekday = ((days + 3) % 7 + 7) % 7
        self.hour = ofDay / 3600
        self.minute = ofDay / 60 % 60
        self.second = ofDay % 60
    }

    fileprivate var weekdayText: StaticString {
        switch self.weekday {
        case 0: "Sun, "
        case 1: "Mon, "
        case 2: "Tue, "
        case 3: "Wed, "
        case 4: "Thu, "
        case 5: "Fri, "
        default: "Sat, "
        }
    }

    fileprivate var monthText: StaticString {
        switch self.month {
        case 1: " Jan "
        case 2: " Feb "
        case 3: " Mar "
        case 4: " Apr "
        case 5: " May "
        case 6: " Jun "
        case 7: " Jul "
        case 8: " Aug "
        case 9: " Sep "
        case 10: " Oct "
        case 11: " Nov "
        default: " Dec "
        }
    }
}

extension Buffer {
    /// Appends an IMF-fixdate, always 29 bytes.
    public mutating func append(httpDate epochSeconds: Int64) {
        let date = HTTPDate(epochSeconds: epochSeconds)
        self.append(date.weekdayText)
        self.append(twoDigits: date.day)
        self.append(date.monthText)
        self.append(twoDigits: date.year / 100)
        self.append(twoDigits: date.year % 100)
        self.append(UInt8(ascii: " "))
        self.append(twoDigits: date.hour)
        self.append(UInt8(ascii: ":"))
        self.append(twoDigits: date.minute)
        self.append(UInt8(ascii: ":"))
        self.append(twoDigits: date.second)
        self.append(" GMT")
    }

    private mutating func append(twoDigits value: Int) {
        self.append(UInt8(truncatingIfNeeded: value / 10) &+ UInt8(ascii: "0"))
        self.append(UInt8(truncatingIfNeeded: value % 10) &+ UInt8(ascii: "0"))
    }
}
