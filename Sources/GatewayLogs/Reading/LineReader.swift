/// Reads one line with a dialect, and one that is none of the dialect's as a message: programs mix both in one stream.
struct LineReader<Reader: Dialect> {
    private var dialect: Reader
    private var messages: MessageDialects

    init(_ dialect: Reader, _ settings: DialectSettings) {
        self.dialect = dialect
        self.messages = MessageDialects(settings)
    }

    /// Where the text ends of a line whose line feed is at `feed`: a carriage return before it is not of the text.
    @inline(__always)
    static func end(of start: Int, _ feed: Int, _ bytes: borrowing Span<UInt8>) -> Int {
        feed > start && bytes[feed &- 1] == 0x0d ? feed &- 1 : feed
    }

    @inline(__always)
    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> LogLine {
        var line = LogLine()
        self.dialect.read(bytes, start, end, into: &line)
        if line.kind == .unreadable { self.messages.read(bytes, start, end, into: &line) }
        return line
    }
}
