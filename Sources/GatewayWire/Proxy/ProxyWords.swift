/// Takes the words of a line off its front, one space between two.
struct ProxyWords {
    private(set) var offset: Int
    private let end: Int
    private(set) var isAtEnd = false

    init(from offset: Int, to end: Int) {
        self.offset = offset
        self.end = end
    }

    mutating func next(_ bytes: borrowing Span<UInt8>) throws(ProxyHeaderError) -> Range<Int> {
        let start = self.offset
        guard !self.isAtEnd else { throw ProxyHeaderError(.lineMalformed, at: start) }
        var stop = start
        while stop < self.end, bytes[stop] != Ascii.sp { stop += 1 }
        guard stop > start else { throw ProxyHeaderError(.lineMalformed, at: start) }
        self.isAtEnd = stop == self.end
        self.offset = self.isAtEnd ? stop : stop + 1
        return start..<stop
    }
}
