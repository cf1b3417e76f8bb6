import GatewayFaults
import GatewayGuide

/// nginx's error log: what failed, while doing what, for whom.
///
/// The clause after `while` tells the phase, so the message is looked up as a whole. An errno, the client, the request
/// and the upstream stand behind it as `name: value`.
struct NginxErrorDialect: Dialect {
    private static let products: [ForeignProduct] = [.nginx]

    private var memory = MessageMemory()
    private var second = SecondMemory()
    private let zone: Int64

    init(_ settings: DialectSettings = DialectSettings()) { self.zone = Int64(settings.zoneMinutes) * 60_000 }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        // "2026/11/21 15:38:00 [error] 123#124: *5 message"
        guard start + 22 < end, bytes[start + 4] == UInt8(ascii: "/"), bytes[start + 20] == UInt8(ascii: "[") else {
            return
        }
        // Local time without a zone.
        let local = self.second.moment(bytes, start, length: 19) { Calendar.iso($0, $1, to: $1 + 19) }
        guard local != Calendar.unknown else { return }
        line.time = local - self.zone
        var cursor = LineCursor(start + 21, end)
        let level = cursor.field(until: UInt8(ascii: "]"), bytes)
        cursor.skip(0x20, bytes)
        _ = cursor.field(until: 0x20, bytes)
        if cursor.peek(bytes) == UInt8(ascii: "*") { _ = cursor.field(until: 0x20, bytes) }
        line.kind = .remark
        if level.equals("notice", in: bytes) {
            Self.readNotice(bytes, cursor.at, end, into: &line)
            return
        }
        guard !level.equals("info", in: bytes) || Text.find("prematurely", in: bytes, from: cursor.at, to: end) != nil
        else { return }
        let fields = Text.find(", client: ", in: bytes, from: cursor.at, to: end) ?? end
        self.judge(Slice(cursor.at, fields), bytes, into: &line)
        if line.kind == .message { Self.readFields(bytes, fields, end, into: &line) }
    }

    private mutating func judge(_ message: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        var cause = self.memory.cause(of: message, Self.products, bytes)
        if let detail = NginxWords.detail(message, bytes) { cause = Cause(detail, row: cause.row) }
        guard !cause.isNone else {
            // A message about a file that is not there, or about the client, is no failure of an upstream.
            let isUpstream = Text.find("upstream", in: bytes, from: message.lower, to: message.upper) != nil
            if isUpstream {
                line.kind = .message
                line.verdict = .unclassified
            }
            return
        }
        line.kind = .message
        line.cause = cause
        if cause.detail != nil {
            line.verdict = .told
        } else if Text.find("client", in: bytes, from: message.lower, to: message.upper) != nil {
            line.verdict = .clientLeft
        } else {
            line.kind = .remark
        }
        if Text.begins("upstream server temporarily disabled", in: bytes, at: message.lower, to: message.upper) {
            line.kind = .event
            line.event = .serverDown
        }
    }

    private static func readNotice(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        into line: inout LogLine
    ) {
        if Text.begins("start worker processes", in: bytes, at: start, to: end) { line.event = .started }
        if Text.begins("reconfiguring", in: bytes, at: start, to: end) { line.event = .reloaded }
        if Text.find("exited on signal", in: bytes, from: start, to: end) != nil { line.event = .crashed }
        if line.event != .none { line.kind = .event }
    }

    /// "http://10.0.0.1:80/x" without "/x", "http://unix:/run/a.sock:/x" without ":/x".
    private static func withoutPath(_ url: Slice, _ bytes: borrowing Span<UInt8>) -> Slice {
        guard !url.isMissing, let scheme = Text.find("://", in: bytes, from: url.lower, to: url.upper) else {
            return url
        }
        let from = scheme + 3
        guard Text.begins("unix:", in: bytes, at: from, to: url.upper) else {
            return Slice(url.lower, ByteScan.first(UInt8(ascii: "/"), in: bytes, from: from, to: url.upper))
        }
        return Slice(url.lower, Text.find(":/", in: bytes, from: from + 6, to: url.upper) ?? url.upper)
    }

    /// "`, client: …, server: …, request: "…", upstream: "…", host: "…"`", each once and some of them missing.
    private static func readFields(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        into line: inout LogLine
    ) {
        var cursor = LineCursor(start, end)
        var server = Slice.none
        while !cursor.isAtEnd {
            cursor.skip(UInt8(ascii: ","), bytes)
            cursor.skip(0x20, bytes)
            let name = cursor.field(until: UInt8(ascii: ":"), bytes)
            cursor.skip(0x20, bytes)
            let isQuoted = cursor.peek(bytes) == UInt8(ascii: "\"")
            let value = isQuoted ? cursor.quoted(bytes) : cursor.field(until: UInt8(ascii: ","), bytes)
            // A request line is written as it came: a quote in it does not end it.
            if isQuoted, !cursor.isAtEnd, cursor.peek(bytes) != UInt8(ascii: ",") {
                cursor.at = Text.find("\", ", in: bytes, from: cursor.at, to: end).map { $0 + 1 } ?? end
            }
            switch name.count {
            case 6 where name.equals("client", in: bytes): line.client = value
            case 6 where name.equals("server", in: bytes): server = value
            case 4 where name.equals("host", in: bytes): line.host = value
            case 8 where name.equals("upstream", in: bytes): line.upstream = Self.withoutPath(value, bytes)
            case 7 where name.equals("request", in: bytes):
                var parts = LineCursor(value.lower, value.upper)
                line.method = parts.field(until: 0x20, bytes)
                line.target = parts.field(until: 0x20, bytes)
            default: break
            }
        }
        if line.host.isMissing { line.host = server }
    }
}
