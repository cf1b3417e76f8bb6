/// Looks at single places of a file: the latest time that some lines there have, and where lines begin.
///
/// The latest and not the first: where an exchange is dated by its beginning, a line is older than its neighbours by as
/// long as it took, but hardly ever are all of them.
struct TimeProbe<Reader: Dialect> {
    static var window: Int { 1 << 16 }
    private static var mostLines: Int { 200 }
    /// Lines without a time, such as stack traces, may fill so many windows.
    private static var mostWindows: Int { 16 }

    let file: FileBytes
    private var reader: LineReader<Reader>

    init(file: FileBytes, dialect: Reader, settings: DialectSettings) {
        self.file = file
        self.reader = LineReader(dialect, settings)
    }

    /// The latest time of the lines that begin just behind `offset`; nil where none has one.
    mutating func time(at offset: Int, _ buffer: inout [UInt8]) throws(InputProblem) -> Int64? {
        var from = offset
        for _ in 0..<Self.mostWindows {
            let count = try self.file.read(into: &buffer, at: 0, count: Self.window, offset: from)
            guard count > 0 else { return nil }
            let time = self.latest(buffer.span, count, isStart: from == 0)
            if time != Calendar.unknown { return time }
            from += count
        }
        return nil
    }

    private mutating func latest(_ bytes: borrowing Span<UInt8>, _ count: Int, isStart: Bool) -> Int64 {
        var at = isStart ? 0 : ByteScan.newline(in: bytes, from: 0, to: count) + 1
        var latest = Calendar.unknown
        var lines = 0
        while at < count, lines < Self.mostLines {
            let feed = ByteScan.newline(in: bytes, from: at, to: count)
            // The last line is cut by the window.
            guard feed < count else { break }
            let end = LineReader<Reader>.end(of: at, feed, bytes)
            latest = max(latest, self.reader.read(bytes, at, end).time)
            at = feed + 1
            lines += 1
        }
        return latest
    }

    /// The first place from `offset` where a line begins; `offset` itself where there is none near.
    func lineStart(from offset: Int, _ buffer: inout [UInt8]) throws(InputProblem) -> Int {
        guard offset > 0 else { return 0 }
        // One byte earlier: when it ends a line, one begins at `offset`.
        let count = try self.file.read(into: &buffer, at: 0, count: Self.window, offset: offset - 1)
        let feed = ByteScan.newline(in: buffer.span, from: 0, to: count)
        return feed < count ? offset + feed : offset
    }
}
