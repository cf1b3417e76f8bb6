/// Takes complete lines out of a block and has them read and counted.
///
/// Generic, so that each dialect gets a loop of its own without a call through a table on every line.
struct LineLoop<Reader: Dialect> {
    var reader: LineReader<Reader>
    var place: LinePlace
    /// What came so far is the rest of a line that began elsewhere or was cut.
    var isSkipping = false

    /// Reads the lines that begin before `stop`; gives where it stopped: before a line that is not complete, or at
    /// `stop` or behind it.
    mutating func read(
        _ bytes: borrowing Span<UInt8>,
        upTo end: Int,
        stop: Int,
        isLast: Bool,
        into tally: inout Tally,
        hit: ((LogLine, Slice, LinePlace, borrowing Span<UInt8>) -> Void)? = nil
    ) -> Int {
        var at = 0
        while at < end, at < stop {
            let feed = ByteScan.newline(in: bytes, from: at, to: end)
            guard feed < end || isLast else { break }
            if self.isSkipping {
                self.isSkipping = false
            } else {
                self.readOne(bytes, at, feed, into: &tally, hit)
            }
            at = feed &+ 1
        }
        return min(at, end)
    }

    /// A line that is longer than a block: its beginning counts, the rest is passed over.
    mutating func readCut(_ bytes: borrowing Span<UInt8>, upTo end: Int, into tally: inout Tally) {
        if !self.isSkipping {
            tally.cutLines &+= 1
            self.readOne(bytes, 0, min(end, 1 << 16), into: &tally, nil)
        }
        self.isSkipping = true
    }

    @inline(__always)
    private mutating func readOne(
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ feed: Int,
        into tally: inout Tally,
        _ hit: ((LogLine, Slice, LinePlace, borrowing Span<UInt8>) -> Void)?
    ) {
        let end = LineReader<Reader>.end(of: start, feed, bytes)
        self.place.line &+= 1
        let line = self.reader.read(bytes, start, end)
        if tally.add(line, bytes, start, end, at: self.place) {
            hit?(line, Slice(start, end), self.place, bytes)
        }
    }
}
