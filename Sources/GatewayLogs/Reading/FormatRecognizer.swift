/// Tells the format of an input by its first lines: the one that can read most of them.
struct FormatRecognizer {

    let settings: DialectSettings

    func recognize(_ head: [UInt8]) -> LogFormat {
        var settings = self.settings
        settings.takeColumns(from: head)
        // The narrower format first: where two read the same lines, the first is meant.
        var best = (format: LogFormat.unknown, lines: 0)
        for format in Self.order(settings) {
            let lines = Self.count(format, head, settings)
            if lines > best.lines { best = (format, lines) }
        }
        return best.format
    }

    private static func order(_ settings: DialectSettings) -> [LogFormat] {
        var order: [LogFormat] = settings.template == nil ? [] : [.template]
        if !settings.columns.isEmpty { order.append(.w3c) }
        return order + [
            .alb, .traefik, .ingress, .vhostCombined, .combined, .json, .haproxy, .envoy, .heroku, .nginxError,
            .apacheError, .process,
        ]
    }

    /// How many of the first lines the format reads; lines that prove more than another count more.
    private static func count(_ format: LogFormat, _ head: [UInt8], _ settings: DialectSettings) -> Int {
        var count = RecognitionRun()
        var buffer: [UInt8] = head
        var tally = Tally(mostRecords: 0)
        do { try format.run(&count, settings, &buffer, &tally) } catch { return 0 }
        return count.score
    }

    /// The zone of the first date in a combined log, in minutes: messages of the same machine have none.
    static func zone(in head: [UInt8]) -> Int? {
        let span = head.span
        var at = 0
        while at < span.count {
            at = ByteScan.first(UInt8(ascii: "["), in: span, from: at, to: span.count) + 1
            guard at + 26 < span.count else { return nil }
            guard span[at + 2] == UInt8(ascii: "/"), span[at + 6] == UInt8(ascii: "/"), span[at + 20] == 0x20,
                span[at + 21] == UInt8(ascii: "+") || span[at + 21] == UInt8(ascii: "-")
            else { continue }
            let minutes = Calendar.digits(span, at + 22, 2) * 60 + Calendar.digits(span, at + 24, 2)
            return span[at + 21] == UInt8(ascii: "-") ? -minutes : minutes
        }
        return nil
    }
}

/// Reads the first lines of an input with one dialect and counts what it could read.
private struct RecognitionRun: LineRun {
    private static let mostLines = 60
    var score = 0

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var dialect = dialect
        let bytes = buffer.span
        var at = 0
        var lines = 0
        while at < bytes.count, lines < Self.mostLines {
            let feed = ByteScan.newline(in: bytes, from: at, to: bytes.count)
            // The last line may be cut by the end of the head.
            if feed == bytes.count, lines > 0 { break }
            let end = feed > at && bytes[feed - 1] == 0x0d ? feed - 1 : feed
            var line = LogLine()
            dialect.read(bytes, at, end, into: &line)
            switch line.kind {
            case .exchange, .message, .event: self.score += 4
            case .remark: self.score += 3
            case .header: self.score += 1
            case .unreadable: break
            }
            at = feed + 1
            lines += 1
        }
    }
}
