/// Messages of processes, as far as they explain why requests failed: crashes, restarts, no memory, no workers.
///
/// Reads lines of syslog, of the journal in its short and its export form, of php-fpm, gunicorn, uWSGI, Node and
/// systemd. Everything else with a time in front is a remark.
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
        line.event = Self.event(bytes, start, min(end, start + 1000))
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

    /// What the message tells of.
    ///
    /// Each sign is what the program in question writes.
    private static func event(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> LogEvent {
        func has(_ text: StaticString) -> Bool { Text.find(text, in: bytes, from: start, to: end) != nil }
        if has("Out of memory: Kill") || has("oom-kill") || has("oom_reaper") || has("heap out of memory")
            || has("MemoryError") || has("OOMKilled") || has("Allowed memory size of")
        {
            return .outOfMemory
        }
        if has("server reached pm.max_children") || has("server reached max_children") || has("seems busy")
            || has("uWSGI listen queue of socket")
        {
            return .workersExhausted
        }
        if has("WORKER TIMEOUT") || has("execution timed out") || has("was sent SIGKILL") || has("was sent SIGTERM")
            || has("HARAKIRI")
        {
            return .workerKilled
        }
        if has("exited on signal") || has("segfault at") || has("code=dumped") || has("code=killed")
            || has("Main process exited, code=exited, status=") || has("Failed with result")
            || has("UnhandledPromiseRejection") || has("Uncaught Exception") || has("Worker failed to boot")
            || has("State changed from up to crashed") || has("panic: ")
        {
            return .crashed
        }
        if has("certificate has expired") || has("certificate expired") { return .certificateExpired }
        if has("systemd") {
            if has(": Started ") || has("]: Started ") { return .started }
            if has(": Stopped ") || has("]: Stopped ") { return .stopped }
            if has(": Reloaded ") { return .reloaded }
        }
        if has("ready to handle connections") || has("Booting worker with pid") || has("Starting gunicorn")
            || has("State changed from starting to up")
        {
            return .started
        }
        if has("Finishing ...") || has("Shutting down: Master") { return .stopped }
        return .none
    }
}
