import GatewayFaults
import GatewayGuide

/// Apache's error log: `AH` codes, the errno in front of them, the client.
///
/// One failure leaves two lines: one with the errno (AH00957, AH01102), and behind it one with the client (AH01114,
/// AH00898). They are put together by process and thread, and count once.
struct ApacheErrorDialect: Dialect {
    private static let mostThreads = 1024

    private var memory = MessageMemory()
    /// What the exchange of a thread failed with, until the line about its client comes.
    private var reasons: [UInt64: Cause] = [:]
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
        guard let code = Text.find(" AH", in: bytes, from: max(start, rest.lower - 1), to: end) else { return }
        self.judge(rest, Slice(code + 1, min(end, code + 8)), thread, bytes, into: &line)
    }

    private mutating func judge(
        _ message: Slice,
        _ code: Slice,
        _ thread: UInt64,
        _ bytes: borrowing Span<UInt8>,
        into line: inout LogLine
    ) {
        var cause = self.memory.cause(of: message, [.httpd], bytes)
        if let detail = Self.detail(code, message, bytes) { cause = Cause(detail, row: cause.row) }
        guard cause.detail != nil else { return }
        switch ApacheCode(code, bytes) {
        case .reason:
            if self.reasons.count >= Self.mostThreads { self.reasons.removeAll(keepingCapacity: true) }
            self.reasons[thread] = cause
            return
        case .consequence: cause = self.reasons.removeValue(forKey: thread) ?? cause
        case .workerDisabled:
            line.kind = .event
            line.event = .serverDown
            return
        case .other: break
        }
        line.kind = .message
        line.verdict = .told
        line.cause = cause
        Self.readPlace(message, bytes, into: &line)
    }

    /// What an errno means behind one of the codes that many failures share.
    private static func detail(_ code: Slice, _ message: Slice, _ bytes: borrowing Span<UInt8>) -> Fault.Detail? {
        func has(_ text: StaticString) -> Bool {
            Text.find(text, in: bytes, from: message.lower, to: min(message.upper, message.lower + 80)) != nil
        }
        let isTimeout = has("(70007)") || has("(110)")
        if code.equals("AH01102", in: bytes) {
            if isTimeout { return .responseHeadTimeout }
            if has("(104)") { return .resetBeforeHead }
            return has("(22)") ? .statusLineMalformed : nil
        }
        if code.equals("AH10404", in: bytes) {
            if isTimeout { return .headStalled }
            if has("(104)") { return .resetInsideHead }
            return has("(70014)") ? .closedInsideHead : has("(22)") ? .responseFieldValueInvalid : nil
        }
        if code.equals("AH01110", in: bytes) {
            if isTimeout { return .bodyStalled }
            return has("(22)") || has("(20014)") ? .responseChunkSizeMalformed : nil
        }
        return nil
    }

    private static func readPlace(_ message: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        let client = Text.value(
            after: "[client ",
            until: UInt8(ascii: "]"),
            in: bytes,
            from: message.lower,
            to: message.upper
        )
        line.client = Self.withoutPort(client, bytes)
        // "… returned by remote server … returned by /path"
        guard let found = Text.find(" returned by /", in: bytes, from: message.lower, to: message.upper) else { return }
        line.target = Slice(found + 13, ByteScan.first(0x20, in: bytes, from: found + 13, to: message.upper))
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
