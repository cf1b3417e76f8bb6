/// The time in front of a line of syslog, the journal, a container or a process.
enum SyslogPrefix {
    /// The time, and where the rest begins.
    ///
    /// `unknown` and `start` where the line begins with no time.
    static func time(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        year: Int,
        zone: Int64
    ) -> (time: Int64, rest: Int) {
        var at = start
        // "<134>" of the syslog protocol, and "1 " behind it in its newer form.
        if at < end, bytes[at] == UInt8(ascii: "<") {
            at = ByteScan.first(UInt8(ascii: ">"), in: bytes, from: at, to: min(end, at + 6)) + 1
            if Text.begins("1 ", in: bytes, at: at, to: end) { at += 2 }
        }
        if at < end, bytes[at] == UInt8(ascii: "[") { at += 1 }
        guard at + 15 <= end else { return (Calendar.unknown, start) }
        if bytes[at] &- UInt8(ascii: "0") < 10 { return Self.digitsFirst(bytes, at, end, start: start, zone: zone) }
        let time = Calendar.syslog(bytes, at, to: end, year: year)
        return time == Calendar.unknown ? (time, start) : (time - zone, at + 15)
    }

    private static func digitsFirst(
        _ bytes: borrowing Span<UInt8>,
        _ at: Int,
        _ end: Int,
        start: Int,
        zone: Int64
    ) -> (time: Int64, rest: Int) {
        guard at + 19 <= end else { return (Calendar.unknown, start) }
        // php-fpm: "21-Nov-2026 15:38:00".
        if bytes[at + 2] == UInt8(ascii: "-"), bytes[at + 6] == UInt8(ascii: "-"), at + 20 <= end {
            let time = Calendar.moment(
                Calendar.digits(bytes, at + 7, 4),
                Calendar.month(bytes, at + 3),
                Calendar.digits(bytes, at, 2),
                Calendar.digits(bytes, at + 12, 2),
                Calendar.digits(bytes, at + 15, 2),
                Calendar.digits(bytes, at + 18, 2)
            )
            return time == Calendar.unknown ? (time, start) : (time - zone, at + 20)
        }
        guard bytes[at + 4] == UInt8(ascii: "-") || bytes[at + 4] == UInt8(ascii: "/") else {
            return (Calendar.unknown, start)
        }
        let time = Calendar.iso(bytes, at, to: end)
        guard time != Calendar.unknown else { return (time, start) }
        // A zone stands directly behind, or behind a space as gunicorn writes it.
        let tail = ByteScan.first(0x20, in: bytes, from: at + 19, to: end)
        let hasZone = (at + 19..<tail).contains { bytes[$0] == UInt8(ascii: "Z") || bytes[$0] == UInt8(ascii: "+") }
        let isGunicorn = tail + 1 < end && bytes[tail + 1] == UInt8(ascii: "+") && tail == at + 19
        let shift = isGunicorn ? Int64(Calendar.digits(bytes, tail + 2, 2)) * 3_600_000 : zone
        return (hasZone ? time : time - shift, tail)
    }
}
