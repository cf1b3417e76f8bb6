/// Where reading goes on when more bytes have come.
///
/// A line is looked at when its first bytes are there, again whenever it has doubled, and when it is whole; in
/// between only new bytes are searched for its end. So each byte is seen a bounded number of times, however slowly
/// they drip, and what is wrong with a line that never ends is still told early.
internal struct LineCursor: Sendable, Hashable, BitwiseCopyable {
    /// Offset of the first byte of the line to read next.
    internal private(set) var line = 0
    /// Offset up to which this line was searched for its end; not after `line` when it was not.
    internal private(set) var searched = 0
    /// Offset at which the next look is due although the line has no end.
    internal private(set) var nextLook = 0

    /// Whether a look at the line, of which the bytes before `end` may be used, can tell anything new.
    @inline(__always)
    internal mutating func isWorthReading(_ bytes: borrowing Span<UInt8>, to end: Int, bound: Int) -> Bool {
        if self.searched <= self.line { return true }
        return self.hasNews(bytes, to: end, bound: bound)
    }

    private mutating func hasNews(_ bytes: borrowing Span<UInt8>, to end: Int, bound: Int) -> Bool {
        // At the bound the line is either broken or too long, and reading it tells which.
        if end >= bound || end >= self.nextLook { return true }
        if Scan.newlineOrEnd(bytes, from: self.searched, to: end) < end { return true }
        self.searched = end
        return false
    }

    /// The bytes before `end` are not the whole line.
    internal mutating func lineIsIncomplete(at end: Int) {
        self.searched = end
        self.nextLook = end &+ (end &- self.line)
    }

    /// The line is done and the next one starts at `offset`.
    @inline(__always)
    internal mutating func advance(to offset: Int) {
        self.line = offset
    }
}
