import GatewayFaults
import GatewayGuide

/// Envoy's access log in its default text format, and in Istio's longer one.
struct EnvoyDialect: Dialect {
    private var second = SecondMemory()
    private var memory = CauseMemory()

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        // [2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "ua" "id" "host" "10.0.2.1:80"
        guard start + 30 < end, bytes[start] == UInt8(ascii: "["), bytes[start + 5] == UInt8(ascii: "-") else { return }
        var cursor = LineCursor(start, end)
        let date = cursor.word(bytes)
        let time = Calendar.iso(bytes, date.lower, to: date.upper, &self.second)
        cursor.skip(0x20, bytes)
        guard time != Calendar.unknown, cursor.peek(bytes) == UInt8(ascii: "\"") else { return }
        let request = cursor.quoted(bytes)
        let status = cursor.word(bytes)
        guard let code = Text.number(status, bytes), (0...999).contains(code) else { return }
        line.kind = .exchange
        line.time = time
        line.status = UInt16(code)
        var parts = LineCursor(request.lower, request.upper)
        line.method = parts.field(until: 0x20, bytes)
        line.target = parts.field(until: 0x20, bytes)
        let flags = cursor.word(bytes)
        var words = EnvoyWords(flags: flags)
        var next = cursor.word(bytes)
        if Text.number(next, bytes) == nil {
            words.details = next
            _ = cursor.word(bytes)
            words.transport = cursor.word(bytes)
            next = cursor.word(bytes)
        }
        line.requestBytes = Text.number(next, bytes) ?? -1
        line.bytes = Text.number(cursor.word(bytes), bytes) ?? 0
        line.duration = Text.number(cursor.word(bytes), bytes).map { min($0, 1 << 50) * 1000 } ?? -1
        _ = cursor.word(bytes)
        line.client = cursor.word(bytes)
        _ = cursor.word(bytes)
        line.requestID = cursor.word(bytes)
        line.host = cursor.word(bytes)
        line.upstream = cursor.word(bytes)
        words.upstream = line.upstream
        words.judge(bytes, &self.memory, into: &line)
    }
}
