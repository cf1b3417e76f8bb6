/// Access logs of a format that somebody made up, given by its `log_format` or `LogFormat`.
struct TemplateDialect: Dialect {
    private let template: LineTemplate?
    private var memory = MessageMemory()

    init(_ settings: DialectSettings) { self.template = settings.template }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard let template = self.template, Self.stands(template.opening, bytes, start, end) else { return }
        var at = start + template.opening.count
        var upstream = UpstreamList()
        var varnish = VarnishWords()
        for part in template.parts {
            guard let stop = Self.end(of: part, bytes, at, end) else { return }
            varnish.take(part.field, Slice(at, stop), bytes)
            Self.take(part.field, Slice(at, stop), bytes, &upstream, into: &line)
            at = stop + part.literal.count
        }
        guard line.status > 0 else { return }
        line.kind = .exchange
        if line.status == 499 { line.verdict = .clientLeft }
        // A fetch can fail after the status was sent.
        if !varnish.reason.isBlank(in: bytes) { return varnish.judge(bytes, &self.memory, into: &line) }
        guard line.isServerError else { return }
        line.verdict = varnish.isOfOrigin(bytes) ? .origin : .untold
        if !upstream.status.isMissing || !upstream.headTime.isMissing {
            upstream.judge(bytes, into: &line)
        } else {
            line.upstream = upstream.lastAddress(bytes)
        }
    }

    private static func stands(_ text: [UInt8], _ bytes: borrowing Span<UInt8>, _ at: Int, _ end: Int) -> Bool {
        guard at + text.count <= end else { return false }
        for index in text.indices where bytes[at + index] != text[index] { return false }
        return true
    }

    /// Where the text behind a field begins; a quote inside a quoted field is behind a backslash.
    private static func end(of part: LineTemplate.Part, _ bytes: borrowing Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
        guard let first = part.literal.first else { return end }
        // Apache's %t brings its own brackets.
        var from = at
        if part.field == .time, at < end, bytes[at] == UInt8(ascii: "[") {
            from = ByteScan.first(UInt8(ascii: "]"), in: bytes, from: at, to: end)
        }
        while from <= end {
            let found =
                first == UInt8(ascii: "\"")
                ? LineCursor.closingQuote(bytes, from: from, to: end)
                : ByteScan.first(first, in: bytes, from: from, to: end)
            guard found < end else { return nil }
            if Self.stands(part.literal, bytes, found, end) { return found }
            from = found + 1
        }
        return nil
    }

    private static func take(
        _ field: LineTemplate.Field,
        _ value: Slice,
        _ bytes: borrowing Span<UInt8>,
        _ upstream: inout UpstreamList,
        into line: inout LogLine
    ) {
        switch field {
        case .client: line.client = value
        case .time: line.time = Self.moment(value, bytes)
        case .timeSeconds: line.time = Text.microseconds(value, bytes).map { $0 / 1000 } ?? line.time
        case .request:
            var parts = LineCursor(value.lower, value.upper)
            line.method = parts.field(until: 0x20, bytes)
            line.target = RequestTarget.path(of: parts.field(until: 0x20, bytes), bytes)
        case .method: line.method = value
        case .target: line.target = value
        case .host: line.host = value
        case .status: line.status = UInt16(clamping: Text.number(value, bytes).map { max(0, min(999, $0)) } ?? 0)
        case .bytes: line.bytes = Text.number(value, bytes) ?? 0
        case .requestBytes: line.requestBytes = Text.number(value, bytes) ?? -1
        case .durationSeconds: line.duration = Text.microseconds(value, bytes) ?? -1
        case .durationMilliseconds: line.duration = Text.microseconds(value, bytes, unit: 1000) ?? -1
        case .durationMicroseconds: line.duration = Text.microseconds(value, bytes, unit: 1) ?? -1
        case .upstream: upstream.address = value
        case .upstreamStatus: upstream.status = value
        case .upstreamConnect: upstream.connectTime = value
        case .upstreamHead: upstream.headTime = value
        case .upstreamResponse: upstream.responseTime = value
        case .requestID: line.requestID = value
        case .fetchError, .bogusField, .originStatus, .originLength, .originCoding, .other: break
        }
    }

    private static func moment(_ value: Slice, _ bytes: borrowing Span<UInt8>) -> Int64 {
        guard value.count > 0 else { return Calendar.unknown }
        let lower = bytes[value.lower] == UInt8(ascii: "[") ? value.lower + 1 : value.lower
        let common = Calendar.common(bytes, lower, to: value.upper)
        return common == Calendar.unknown ? Calendar.iso(bytes, lower, to: value.upper) : common
    }
}
