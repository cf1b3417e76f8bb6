import GatewayFaults
import GatewayGuide

/// Apache's error log: `AH` codes, the errno in front of them, the client.
///
/// One failed attempt to connect leaves two lines: AH00957 with the errno, and behind it one with the client. They are
/// put together by process and thread, and count once.
struct ApacheErrorDialect: Dialect {
    private static let mostThreads = 1024

    private var memory = MessageMemory()
    /// What the attempt of a thread failed with, until the line about its client comes.
    private var attempts: [UInt64: Cause] = [:]
    private let zone: Int64

    init(_ settings: DialectSettings = DialectSettings()) { self.zone = Int64(settings.zoneMinutes) * 60_000 }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        // "[Sat Nov 21 15:38:00.123456 2026] [proxy:error] [pid 1:tid 2] (111)Connection refused: AH00957: …"
        guard start + 30 < end, bytes[start] == UInt8(ascii: "["), bytes[start + 4] == 0x20 else { return }
        let local = Calendar.asctime(bytes, start + 1, to: end)
        guard local != Calendar.unknown else { return }
        line.time = local - self.zone
        line.kind = .remark
        var cursor = LineCursor(start, end)
        _ = cursor.word(bytes)
        let module = cursor.word(bytes)
        let thread = cursor.word(bytes).hash(bytes)
        cursor.skip(0x20, bytes)
        let rest = Slice(cursor.at, end)
        if module.equals("mpm_event:notice", in: bytes) || module.equals("mpm_prefork:notice", in: bytes)
            || module.equals("core:notice", in: bytes) || module.equals("mpm_worker:notice", in: bytes)
        {
            Self.readNotice(rest, bytes, into: &line)
            return
        }
        if Text.find("AH00484", in: bytes, from: rest.lower, to: end) != nil
            || Text.find("AH00161", in: bytes, from: rest.lower, to: end) != nil
        {
            line.kind = .event
            line.event = .workersExhausted
            return
        }
        guard Text.find("AH", in: bytes, from: rest.lower, to: end) != nil else { return }
        self.judge(rest, thread, bytes, into: &line)
    }

    private mutating func judge(
        _ message: Slice,
        _ thread: UInt64,
        _ bytes: borrowing Span<UInt8>,
        into line: inout LogLine
    ) {
        func has(_ text: StaticString) -> Bool {
            Text.find(text, in: bytes, from: message.lower, to: message.upper) != nil
        }
        var cause = self.memory.cause(of: message, [.httpd], bytes)
        guard let detail = cause.detail else { return }
        line.client = Text.value(
            after: "[client ",
            until: UInt8(ascii: "]"),
            in: bytes,
            from: message.lower,
            to: message.upper
        )
        line.client = Self.withoutPort(line.client, bytes)
        line.kind = .message
        line.verdict = .told
        line.cause = cause
        // A worker that is set aside is what follows from the failure before it.
        if detail == .noEndpointAvailable, has("AH00959") {
            line.kind = .event
            line.event = .serverDown
        }
        if has("AH00957") || has("AH02454") {
            if self.attempts.count >= Self.mostThreads { self.attempts.removeAll(keepingCapacity: true) }
            self.attempts[thread] = cause
            line.kind = .remark
        } else if has("AH01114") || has("AH01079"), let attempt = self.attempts.removeValue(forKey: thread) {
            cause = attempt
            line.cause = attempt
        }
    }

    private static func readNotice(_ rest: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        if Text.find("resuming normal operations", in: bytes, from: rest.lower, to: rest.upper) != nil {
            line.event = .started
        }
        if Text.find("shutting down", in: bytes, from: rest.lower, to: rest.upper) != nil { line.event = .stopped }
        if Text.find("exit signal", in: bytes, from: rest.lower, to: rest.upper) != nil { line.event = .crashed }
        if line.event != .none { line.kind = .event }
    }

    /// "192.0.2.1:5000" without the port; an IPv6 address has it behind its last colon too.
    static func withoutPort(_ field: Slice, _ bytes: borrowing Span<UInt8>) -> Slice {
        guard !field.isMissing else { return field }
        var at = field.upper - 1
        while at > field.lower, bytes[at] &- UInt8(ascii: "0") < 10 { at -= 1 }
        guard at > field.lower, bytes[at] == UInt8(ascii: ":") else { return field }
        return Slice(field.lower, at)
    }
}
