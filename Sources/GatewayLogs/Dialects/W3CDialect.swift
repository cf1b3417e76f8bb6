import GatewayFaults

/// The extended format of the W3C, whose columns stand in the file: IIS, CloudFront.
struct W3CDialect: Dialect {
    private var settings: DialectSettings

    init(_ settings: DialectSettings = DialectSettings()) { self.settings = settings }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard start < end, bytes[start] != UInt8(ascii: "#") else {
            line.kind = .header
            return self.takeColumns(bytes, start, end)
        }
        var cursor = LineCursor(start, end)
        var date = Slice.none
        var time = Slice.none
        var words = EdgeWords()
        for column in self.settings.columns {
            guard !cursor.isAtEnd else { break }
            let value = cursor.field(until: self.settings.hasTabs ? 0x09 : 0x20, bytes)
            switch column {
            case .date: date = value
            case .time: time = value
            case .client: line.client = value
            case .method: line.method = value
            case .target: line.target = value
            case .status: line.status = UInt16(clamping: Text.number(value, bytes) ?? 0)
            case .substatus: words.substatus = Text.number(value, bytes) ?? 0
            case .win32: words.win32 = Text.number(value, bytes) ?? 0
            case .bytes: line.bytes = Text.number(value, bytes) ?? 0
            case .requestBytes: line.requestBytes = Text.number(value, bytes) ?? -1
            case .seconds: line.duration = Text.microseconds(value, bytes) ?? -1
            case .milliseconds: line.duration = Text.microseconds(value, bytes, unit: 1000) ?? -1
            case .host: line.host = value
            case .upstream: line.upstream = value
            case .resultType: words.result = value
            case .resultDetail: words.detail = value
            case .other: break
            }
        }
        guard !date.isMissing, !time.isMissing, line.status > 0, line.status < 1000 else { return }
        line.time = Self.moment(date, time, bytes)
        guard line.time != Calendar.unknown else { return }
        line.kind = .exchange
        words.judge(bytes, into: &line)
    }

    /// IIS writes its columns again when it starts, and they may be others.
    private mutating func takeColumns(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        guard Text.begins("#Fields:", in: bytes, at: start, to: end) else { return }
        self.settings.takeColumns(fromLine: Slice(start, end).string(bytes, most: 8192))
    }

    private static func moment(_ date: Slice, _ time: Slice, _ bytes: borrowing Span<UInt8>) -> Int64 {
        guard date.count == 10, time.count >= 8 else { return Calendar.unknown }
        return Calendar.moment(
            Calendar.digits(bytes, date.lower, 4),
            Calendar.digits(bytes, date.lower + 5, 2),
            Calendar.digits(bytes, date.lower + 8, 2),
            Calendar.digits(bytes, time.lower, 2),
            Calendar.digits(bytes, time.lower + 3, 2),
            Calendar.digits(bytes, time.lower + 6, 2)
        )
    }
}
