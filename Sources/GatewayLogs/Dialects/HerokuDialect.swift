import GatewayFaults
import GatewayGuide

/// Lines of Heroku's router: `name=value` with a code for what failed.
struct HerokuDialect: Dialect {
    private let settings: DialectSettings

    init(_ settings: DialectSettings = DialectSettings()) { self.settings = settings }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard
            let router = Text.find("heroku[router]", in: bytes, from: start, to: end)
                ?? Text.find("heroku router", in: bytes, from: start, to: end)
        else { return }
        line.kind = .remark
        line.time =
            SyslogPrefix.time(
                bytes,
                start,
                end,
                year: self.settings.year,
                zone: Int64(self.settings.zoneMinutes) * 60_000
            )
            .time
        var cursor = LineCursor(router, end)
        var code = Slice.none
        while !cursor.isAtEnd {
            cursor.skip(0x20, bytes)
            let from = cursor.at
            while cursor.at < end, bytes[cursor.at] != UInt8(ascii: "="), bytes[cursor.at] != 0x20 { cursor.at += 1 }
            guard cursor.peek(bytes) == UInt8(ascii: "=") else { continue }
            let name = Slice(from, cursor.at)
            cursor.at += 1
            let value =
                cursor.peek(bytes) == UInt8(ascii: "\"") ? cursor.quoted(bytes) : cursor.field(until: 0x20, bytes)
            if name.equals("code", in: bytes) { code = value }
            Self.take(name, value, bytes, into: &line)
        }
        guard line.status > 0 || !code.isMissing else { return }
        line.kind = .exchange
        Self.judge(code, bytes, into: &line)
    }

    private static func take(_ name: Slice, _ value: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        if name.equals("status", in: bytes) {
            line.status = UInt16(clamping: Text.number(value, bytes) ?? 0)
        } else if name.equals("method", in: bytes) {
            line.method = value
        } else if name.equals("path", in: bytes) {
            line.target = value
        } else if name.equals("host", in: bytes) {
            line.host = value
        } else if name.equals("fwd", in: bytes) {
            line.client = value
        } else if name.equals("dyno", in: bytes) {
            line.upstream = value
        } else if name.equals("bytes", in: bytes) {
            line.bytes = Text.number(value, bytes) ?? 0
        } else if name.equals("service", in: bytes) {
            let digits = Slice(value.lower, max(value.lower, value.upper - 2))
            line.duration = Text.number(digits, bytes).map { min($0, 1 << 50) * 1000 } ?? -1
        }
    }

    private static func judge(_ code: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        guard !code.isMissing else {
            if line.isServerError { line.verdict = .origin }
            return
        }
        guard let cause = CauseBook.shared.named(code, of: .heroku, in: bytes) else {
            line.verdict = .unclassified
            return
        }
        line.cause = cause
        line.verdict = cause.detail == nil ? .clientLeft : .told
    }
}
