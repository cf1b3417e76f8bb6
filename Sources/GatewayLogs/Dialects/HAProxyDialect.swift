import GatewayFaults
import GatewayGuide

/// HAProxy's HTTP log, as it writes it and with whatever syslog puts before it.
///
/// The termination state says who ended the session and when; that the server's name is `<NOSRV>` says that none was
/// chosen.
struct HAProxyDialect: Dialect {
    private var second = SecondMemory()
    private let zone: Int64
    private let year: Int

    init(_ settings: DialectSettings = DialectSettings()) {
        self.zone = Int64(settings.zoneMinutes) * 60_000
        self.year = settings.year
    }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard let open = Self.date(bytes, start, end) else {
            self.readState(bytes, start, end, into: &line)
            return
        }
        // 24 bytes with milliseconds; whoever writes more decimals moves the bracket.
        let date = Slice(open &+ 1, Self.dateEnd(bytes, open, end))
        guard date.count >= 24, date.upper < end else { return }
        let second = self.second.moment(bytes, date.lower, length: 20) { Calendar.common($0, $1, to: $1 + 20) }
        guard second != Calendar.unknown else { return }
        let local = second + Int64(max(0, Calendar.digits(bytes, date.lower + 21, 3)))
        var cursor = LineCursor(date.upper + 1, end)
        cursor.skip(0x20, bytes)
        var fields = DelimiterScan(0x20, bytes, from: cursor.at, to: end)
        _ = fields.field(bytes)
        let server = fields.field(bytes)
        let timers = fields.field(bytes)
        let status = fields.field(bytes)
        let size = fields.field(bytes)
        _ = fields.field(bytes)
        _ = fields.field(bytes)
        let state = fields.field(bytes)
        guard let code = Text.number(status, bytes), code >= -1, code < 1000, state.count == 4 else { return }
        line.kind = .exchange
        line.time = local - self.zone
        line.status = UInt16(max(0, code))
        line.bytes = Text.number(size, bytes) ?? 0
        line.duration = Self.duration(timers, bytes)
        line.upstream = server
        Self.readRequest(bytes, &fields, end, into: &line)
        Self.judge(state, server, bytes, end, into: &line)
        // Only failures are told by client.
        if line.verdict != .fine { line.client = Self.client(bytes, start, open) }
    }

    private static func dateEnd(_ bytes: borrowing Span<UInt8>, _ open: Int, _ end: Int) -> Int {
        guard bytes[open + 25] != UInt8(ascii: "]") else { return open + 25 }
        return ByteScan.first(UInt8(ascii: "]"), in: bytes, from: open, to: end)
    }

    /// Where "[06/Feb/2009:12:14:14.655]" begins: a process id stands in brackets as well.
    private static func date(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var at = start
        while at < end {
            at = ByteScan.first(UInt8(ascii: "["), in: bytes, from: at, to: end)
            guard at + 26 < end else { return nil }
            if bytes[at + 3] == UInt8(ascii: "/"), bytes[at + 7] == UInt8(ascii: "/"),
                bytes[at + 21] == UInt8(ascii: ".")
            {
                return at
            }
            at += 1
        }
        return nil
    }

    private static func client(_ bytes: borrowing Span<UInt8>, _ start: Int, _ open: Int) -> Slice {
        guard open - 1 > start else { return .none }
        var lower = open - 1
        while lower > start, bytes[lower - 1] != 0x20 { lower -= 1 }
        return ApacheErrorDialect.withoutPort(Slice(lower, open - 1), bytes)
    }

    /// The last of "TR/Tw/Tc/Tr/Ta", in milliseconds; a "+" before it says that the log was written early.
    private static func duration(_ timers: Slice, _ bytes: borrowing Span<UInt8>) -> Int64 {
        var at = timers.upper
        while at > timers.lower, bytes[at - 1] != UInt8(ascii: "/") { at -= 1 }
        guard let milliseconds = Text.number(Slice(at, timers.upper), bytes), milliseconds >= 0 else { return -1 }
        return min(milliseconds, 1 << 50) * 1000
    }

    /// "`9/9/4/1/0 0/0 "GET /x HTTP/1.1"`", mostly; headers that were captured may stand before the request.
    @inline(__always)
    private static func readRequest(
        _ bytes: borrowing Span<UInt8>,
        _ fields: inout DelimiterScan,
        _ end: Int,
        into line: inout LogLine
    ) {
        let start = fields.at
        _ = fields.field(bytes)
        _ = fields.field(bytes)
        let open = fields.at
        let method = fields.field(bytes)
        let target = fields.field(bytes)
        guard open < end, bytes[open] == UInt8(ascii: "\""), method.count > 1,
            Text.begins("HTTP/", in: bytes, at: fields.at, to: end)
        else { return Self.readOtherRequest(bytes, start, end, into: &line) }
        line.method = Slice(open &+ 1, method.upper)
        line.target = target
    }

    /// Wherever it stands, and whatever it is: "<BADREQ>" as well.
    private static func readOtherRequest(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        into line: inout LogLine
    ) {
        let open = ByteScan.first(UInt8(ascii: "\""), in: bytes, from: start, to: end)
        guard open < end else { return }
        var cursor = LineCursor(open + 1, LineCursor.closingQuote(bytes, from: open + 1, to: end))
        line.method = cursor.field(until: 0x20, bytes)
        line.target = cursor.field(until: 0x20, bytes)
    }

    // MARK: - The termination state

    private static func judge(
        _ state: Slice,
        _ server: Slice,
        _ bytes: borrowing Span<UInt8>,
        _ end: Int,
        into line: inout LogLine
    ) {
        switch bytes[state.lower] {
        case UInt8(ascii: "-"):
            if line.isServerError { line.verdict = .origin }
        case UInt8(ascii: "C"), UInt8(ascii: "c"):
            line.verdict = .clientLeft
        case UInt8(ascii: "P")
        where line.status > 0 && line.status < 500 && bytes[state.lower + 1] == UInt8(ascii: "R"):
            // A rule that refused a request: an answer as configured.
            break
        case UInt8(ascii: "L") where line.status < 500:
            break
        case UInt8(ascii: "D"), UInt8(ascii: "U"), UInt8(ascii: "K"), UInt8(ascii: "I"):
            let name = String(decoding: [bytes[state.lower], UInt8(ascii: "?")], as: UTF8.self)
            Self.tell(CauseBook.shared.named(name, of: .haproxy), into: &line)
        default:
            Self.judgeServer(state, server, bytes, end, into: &line)
        }
    }

    /// The server's side of the session ended, or a timer on it.
    private static func judgeServer(
        _ state: Slice,
        _ server: Slice,
        _ bytes: borrowing Span<UInt8>,
        _ end: Int,
        into line: inout LogLine
    ) {
        let who = bytes[state.lower]
        let phase = bytes[state.lower + 1]
        let isTimeout = who == UInt8(ascii: "s")
        let isOfServer = isTimeout || who == UInt8(ascii: "S")
        let name = CauseBook.shared.named(Slice(state.lower, state.lower + 2), of: .haproxy, in: bytes)
        if isOfServer, phase == UInt8(ascii: "C") {
            let isUnserved = Text.find("<NOSRV>", in: bytes, from: server.lower, to: server.upper) != nil
            if isUnserved, !isTimeout { return Self.tell(CauseBook.shared.named("<NOSRV>", of: .haproxy), into: &line) }
            let words = HAProxyWords(bytes, from: state.upper, to: end)
            return Self.tell(words?.cause(isTimeout: isTimeout, row: name?.row ?? 0, bytes) ?? name, into: &line)
        }
        if isOfServer, phase == UInt8(ascii: "D"), line.status == 0 {
            // Data was moving and no response head had come: it was the request's.
            let detail = isTimeout ? Fault.Detail.sendStalled : .brokenWhileSending
            return Self.tell(Cause(detail, row: name?.row ?? 0), into: &line)
        }
        Self.tell(name, into: &line)
    }

    private static func tell(_ cause: Cause?, into line: inout LogLine) {
        line.verdict = cause == nil ? .unclassified : .told
        line.cause = cause ?? .none
    }

    // MARK: - Servers that go and come

    private func readState(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard
            Text.find("haproxy", in: bytes, from: start, to: end) != nil
                || Text.begins("Server ", in: bytes, at: start, to: end)
                || Text.begins("backend ", in: bytes, at: start, to: end)
        else { return }
        line.kind = .remark
        line.time = SyslogPrefix.time(bytes, start, end, year: self.year, zone: self.zone).time
        if Text.find(" is DOWN", in: bytes, from: start, to: end) != nil
            || Text.find("has no server available", in: bytes, from: start, to: end) != nil
        {
            line.event = .serverDown
        } else if Text.find(" is UP", in: bytes, from: start, to: end) != nil {
            line.event = .serverUp
        } else if Text.find("New worker", in: bytes, from: start, to: end) != nil {
            line.event = .started
        }
        if line.event != .none { line.kind = .event }
    }
}
