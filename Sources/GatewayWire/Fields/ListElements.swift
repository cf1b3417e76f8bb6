/// The elements of a comma-separated field value (RFC 9110 §5.6.1), without the whitespace around them.
///
/// Yields empty elements too: whether they may be is the caller's rule. Knows no quoted strings, so it serves only
/// fields whose elements have none.
internal struct ListElements: BitwiseCopyable {
    private var offset: Int
    private let end: Int
    private var isDone = false

    internal init(_ value: ByteRange) {
        self.offset = value.offsets.lowerBound
        self.end = value.offsets.upperBound
    }

    internal mutating func next(_ bytes: borrowing Span<UInt8>) -> ByteRange? {
        guard !self.isDone else { return nil }
        var start = self.offset
        while start < self.end, Self.isSpace(bytes[start]) { start &+= 1 }
        var comma = start
        while comma < self.end, bytes[comma] != UInt8(ascii: ",") { comma &+= 1 }
        self.isDone = comma == self.end
        self.offset = comma &+ 1
        var last = comma
        while last > start, Self.isSpace(bytes[last &- 1]) { last &-= 1 }
        return ByteRange(from: start, to: last)
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == Ascii.sp || byte == Ascii.htab
    }
}
