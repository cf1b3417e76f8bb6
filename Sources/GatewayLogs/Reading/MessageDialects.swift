/// The dialects of messages, for lines that are not of their file's format.
struct MessageDialects: Sendable {
    private var nginx: NginxErrorDialect
    private var apache: ApacheErrorDialect
    private var process: ProcessDialect

    init(_ settings: DialectSettings) {
        self.nginx = NginxErrorDialect(settings)
        self.apache = ApacheErrorDialect(settings)
        self.process = ProcessDialect(settings)
    }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        guard start < end else {
            line.kind = .header
            return
        }
        self.nginx.read(bytes, start, end, into: &line)
        if line.kind == .unreadable { self.apache.read(bytes, start, end, into: &line) }
        if line.kind == .unreadable { self.process.read(bytes, start, end, into: &line) }
    }
}
