/// Messages of processes, as far as they explain why requests failed: crashes, restarts, no memory, no workers.
///
/// Reads lines of syslog, of the journal in its short and its export form, of php-fpm, gunicorn, uWSGI, Node, HAProxy,
/// containers and systemd (`EventSigns`). Everything else with a time in front is a remark.
struct ProcessDialect: Dialect {
    private let year: Int
    private let zone: Int64
    /// The time of the entry, in the journal's export form, where it stands on a line of its own.
    private var journalTime = Calendar.unknown

    init(_ settings: DialectSettings = DialectSettings()) {
        self.year = settings.year
        self.zone = Int64(settings.zoneMinutes) * 60_000
    }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        if Text.begins("__REALTIME_TIMESTAMP=", in: bytes, at: start, to: end) {
            let micros = Text.number(Slice(start + 21, end), bytes) ?? 0
            self.journalTime = micros > 0 ? micros / 1000 : Calendar.unknown
            line.kind = .header
            return
        }
        if Text.begins("__CURSOR=", in: bytes, at: start, to: end) || Text.begins("_", in: bytes, at: start, to: end) {
            line.kind = self.journalTime == Calendar.unknown ? .unreadable : .header
            return
        }
        let prefix = SyslogPrefix.time(bytes, start, end, year: self.year, zone: self.zone)
        line.event = EventSigns.shared.event(bytes, start, min(end, start + 1000))
        guard line.event == .none else {
            line.kind = .event
            line.time = prefix.time == Calendar.unknown ? self.journalTime : prefix.time
            return
        }
        if prefix.time != Calendar.unknown {
            line.kind = .remark
            line.time = prefix.time
        } else if self.journalTime != Calendar.unknown {
            line.kind = .header
        }
    }
}
