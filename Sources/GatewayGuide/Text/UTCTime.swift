/// Writes moments in UTC.
public enum UTCTime {
    /// "2026-03-01 12:00:00 UTC", with milliseconds if wanted.
    public static func text(milliseconds: Int64, withMilliseconds: Bool = false) -> String {
        let seconds = Self.floored(milliseconds, 1000)
        let (year, month, day) = Self.date(daysSince1970: Self.floored(seconds, 86_400))
        let rest = seconds - Self.floored(seconds, 86_400) * 86_400
        var text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2)) "
        text += "\(Self.padded(rest / 3600, 2)):\(Self.padded(rest / 60 % 60, 2)):\(Self.padded(rest % 60, 2))"
        if withMilliseconds { text += "." + Self.padded(milliseconds - seconds * 1000, 3) }
        return text + " UTC"
    }

    /// Days to a date of the Gregorian calendar, counted in years that begin in March so that leap days come last.
    private static func date(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = daysSince1970 + 719_468
        let era = Self.floored(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floored(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
