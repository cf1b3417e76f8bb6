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
    private var reasons: [UInt64: ApacheReason] = [:]
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
        if Text.begins("[id ", in: bytes, at: cursor.at, to: end) {
            let id = cursor.word(bytes)
            line.requestID = Slice(min(id.upper, id.lower + 3), id.upper)
            cursor.skip(0x20, bytes)
        }
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
        // Behind AH02003 it is about the upstream, else about a client.
        if self.reasons[thread] != nil, let detail = ApacheWords.ofLibrary(rest, bytes) {
            self.keep(ApacheReason(cause: Cause(detail), rank: .library), thread)
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
        if let detail = ApacheWords.detail(code, message, bytes) { cause = Cause(detail, row: cause.row) }
        guard cause.detail != nil else { return }
        switch ApacheCode(code, bytes) {
        case .reason:
            let rank: ApacheReason.Rank = code.equals("AH02003", in: bytes) ? .guess : .named
            self.keep(ApacheReason(cause: cause, rank: rank), thread)
            return
        case .consequence:
            let reason = self.reasons.removeValue(forKey: thread)?.cause
            cause = ApacheWords.isComplete(message, bytes) ? cause : reason ?? cause
        case .echo:
            guard let reason = self.reasons.removeValue(forKey: thread) else { return }
            cause = reason.cause
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

    /// What says more is not replaced by what says less.
    private mutating func keep(_ reason: ApacheReason, _ thread: UInt64) {
        if let known = self.reasons[thread], known.rank > reason.rank { return }
        if self.reasons.count >= Self.mostThreads { self.reasons.removeAll(keepingCapacity: true) }
        self.reasons[thread] = reason
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
