/// Reading the three date formats (RFC 9110 §5.6.7).
extension HTTPDate {
    /// Seconds since 1970, or nil when the bytes are no date.
    ///
    /// - Parameter now: today in the same measure: it decides the century of the two-digit year of RFC 850.
    public static func epochSeconds(
        _ bytes: borrowing Span<UInt8>,
        _ range: ByteRange,
        now: Int64
    ) -> Int64? {
        guard range.count >= 24, range.count <= 40 else { return nil }
        var reader = DateReader(offset: Int(range.start), end: Int(range.end))
        guard reader.skipLetters(bytes) >= 3 else { return nil }
        return reader.skip(bytes, UInt8(ascii: ",")) ? reader.dayFirst(bytes, now: now) : reader.monthFirst(bytes)
    }

    /// Days since 1970-01-01 of a Gregorian date, counting from March so that a leap day is the last of its year.
    internal static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// A place in a date.
private struct DateReader {
    var offset: Int
    let end: Int

    mutating func skip(_ bytes: borrowing Span<UInt8>, _ byte: UInt8) -> Bool {
        guard self.offset < self.end, bytes[self.offset] == byte else { return false }
        self.offset += 1
        return true
    }

    mutating func skipLetters(_ bytes: borrowing Span<UInt8>) -> Int {
        let start = self.offset
        while self.offset < self.end, (bytes[self.offset] | 0x20) &- UInt8(ascii: "a") < 26 { self.offset += 1 }
        return self.offset - start
    }

    mutating func number(_ bytes: borrowing Span<UInt8>, digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while self.offset < self.end, bytes[self.offset] &- UInt8(ascii: "0") < 10 {
            count += 1
            guard count <= digits.upperBound else { return nil }
            value = value * 10 + Int(bytes[self.offset] &- UInt8(ascii: "0"))
            self.offset += 1
        }
        return count >= digits.lowerBound ? value : nil
    }

    /// `06 Nov 1994 08:49:37 GMT` or `06-Nov-94 08:49:37 GMT` after the comma.
    mutating func dayFirst(_ bytes: borrowing Span<UInt8>, now: Int64) -> Int64? {
        guard self.skip(bytes, UInt8(ascii: " ")), let day = self.number(bytes, digits: 2...2) else { return nil }
        let separator: UInt8 = self.skip(bytes, UInt8(ascii: "-")) ? UInt8(ascii: "-") : UInt8(ascii: " ")
        if separator == UInt8(ascii: " "), !self.skip(bytes, separator) { return nil }
        guard let month = self.month(bytes), self.skip(bytes, separator) else { return nil }
        let isShort = separator == UInt8(ascii: "-")
        guard var year = self.number(bytes, digits: isShort ? 2...4 : 4...4) else { return nil }
        if isShort, year < 100 { year = Self.century(year, now: now) }
        guard self.skip(bytes, UInt8(ascii: " ")), let time = self.time(bytes), self.skip(bytes, UInt8(ascii: " ")),
            self.zone(bytes), self.offset == self.end
        else { return nil }
        return Self.seconds(year, month, day, time)
    }

    /// ` Nov  6 08:49:37 1994` after the weekday.
    mutating func monthFirst(_ bytes: borrowing Span<UInt8>) -> Int64? {
        guard self.skip(bytes, UInt8(ascii: " ")), let month = self.month(bytes), self.skip(bytes, UInt8(ascii: " "))
        else { return nil }
        _ = self.skip(bytes, UInt8(ascii: " "))
        guard let day = self.number(bytes, digits: 1...2), self.skip(bytes, UInt8(ascii: " ")),
            let time = self.time(bytes), self.skip(bytes, UInt8(ascii: " ")),
            let year = self.number(bytes, digits: 4...4), self.offset == self.end
        else { return nil }
        return Self.seconds(year, month, day, time)
    }

    /// RFC 9110 §5.6.7: a year that seems more than 50 years ahead is the last one with these digits.
    private static func century(_ year: Int, now: Int64) -> Int {
        let today = HTTPDate(epochSeconds: now).year
        let candidate = today - today % 100 + year
        if candidate > today + 50 { return candidate - 100 }
        return candidate < today - 49 ? candidate + 100 : candidate
    }

    private static func seconds(_ year: Int, _ month: Int, _ day: Int, _ time: Int) -> Int64? {
        guard day >= 1, day <= 31 else { return nil }
        return Int64(HTTPDate.days(year: year, month: month, day: day)) * 86_400 + Int64(time)
    }

    /// `08:49:37`; 60 is a leap second.
    private mutating func time(_ bytes: borrowing Span<UInt8>) -> Int? {
        guard let hour = self.number(bytes, digits: 2...2), self.skip(bytes, UInt8(ascii: ":")),
            let minute = self.number(bytes, digits: 2...2), self.skip(bytes, UInt8(ascii: ":")),
            let second = self.number(bytes, digits: 2...2), hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private mutating func word(_ bytes: borrowing Span<UInt8>) -> UInt32? {
        guard self.offset + 3 <= self.end else { return nil }
        var word: UInt32 = 0
        for index in 0..<3 { word = word << 8 | UInt32(bytes[self.offset + index] | 0x20) }
        self.offset += 3
        return word
    }

    private mutating func month(_ bytes: borrowing Span<UInt8>) -> Int? {
        switch self.word(bytes) {
        case 0x6A_616E: 1  // jan
        case 0x66_6562: 2  // feb
        case 0x6D_6172: 3  // mar
        case 0x61_7072: 4  // apr
        case 0x6D_6179: 5  // may
        case 0x6A_756E: 6  // jun
        case 0x6A_756C: 7  // jul
        case 0x61_7567: 8  // aug
        case 0x73_6570: 9  // sep
        case 0x6F_6374: 10  // oct
        case 0x6E_6F76: 11  // nov
        case 0x64_6563: 12  // dec
        default: nil
        }
    }

    /// RFC 9111 §4.2: `GMT`, or `UTC`, which some senders write; in any case.
    private mutating func zone(_ bytes: borrowing Span<UInt8>) -> Bool {
        let word = self.word(bytes)
        return word == 0x67_6D74 || word == 0x75_7463
    }
}
