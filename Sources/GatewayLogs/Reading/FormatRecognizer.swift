/// Tells the format of an input by its first lines: the one that can read most of them.
struct FormatRecognizer {

    let settings: DialectSettings
    let known: NginxLogFormats

    init(settings: DialectSettings, known: NginxLogFormats = NginxLogFormats()) {
        self.settings = settings
        self.known = known
    }

    /// - Parameter path: of the input, because a configuration names its logs.
    func recognize(_ head: [UInt8], at path: String = "") -> RecognizedFormat {
        let usual = self.usual(head)
        guard !self.known.formats.isEmpty else { return RecognizedFormat(format: usual.format) }
        let named = self.best(of: self.known.formats(ofLogAt: path), head)
        // The configuration may have changed since the log began, so the lines must bear it out.
        if let named, named.lines * 2 >= usual.lines { return RecognizedFormat(format: .template, log: named.log) }
        guard let best = self.best(of: self.known.formats, head),
            best.lines > usual.lines || (best.lines == usual.lines && best.log.template.tellsMoreThanCombined)
        else { return RecognizedFormat(format: usual.format) }
        return RecognizedFormat(format: .template, log: best.log)
    }

    /// The format that reads most of the first lines; of several the one with most fields.
    private func best(of formats: [NginxLogFormat], _ head: [UInt8]) -> (log: NginxLogFormat, lines: Int)? {
        var best: (log: NginxLogFormat, lines: Int)?
        for format in formats {
            var settings = self.settings
            settings.template = format.template
            let lines = Self.count(.template, head, settings)
            guard lines > 0, lines >= best?.lines ?? 0 else { continue }
            let isMore = format.template.parts.count > best?.log.template.parts.count ?? 0
            if lines > best?.lines ?? 0 || isMore { best = (format, lines) }
        }
        return best
    }

    private func usual(_ head: [UInt8]) -> (format: LogFormat, lines: Int) {
        var settings = self.settings
        settings.takeColumns(from: head)
        // The narrower format first: where two read the same lines, the first is meant.
        var best = (format: LogFormat.unknown, lines: 0)
        for format in Self.order(settings) {
            let lines = Self.count(format, head, settings)
            if lines > best.lines { best = (format, lines) }
        }
        return best
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
