import GatewayFaults
import GatewayGuide

/// Traefik's access log in its common format: combined, with number, router, server and time behind it.
struct TraefikDialect: Dialect {
    private var combined = CombinedDialect()

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard end - start > 4, bytes[end - 1] == UInt8(ascii: "s"), bytes[end - 2] == UInt8(ascii: "m") else { return }
        guard let sizeEnd = self.combined.readToSize(bytes, start, end, into: &line) else { return }
        guard line.status >= 499 else { return }
        var cursor = LineCursor(sizeEnd, end)
        for _ in 0..<4 { _ = cursor.word(bytes) }
        line.upstream = cursor.word(bytes)
        let duration = cursor.word(bytes)
        let digits = Slice(duration.lower, max(duration.lower, duration.upper - 2))
        line.duration = Text.microseconds(digits, bytes, unit: 1000) ?? -1
        if line.status == 503, line.upstream.isBlank(in: bytes) {
            line.verdict = .told
            line.cause = CauseBook.shared.named("no available server", of: .traefik) ?? Cause(.noEndpointAvailable)
        } else if line.status == 504 {
            line.verdict = .untold
        }
    }
}
