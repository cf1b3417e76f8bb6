internal import GatewayWire

/// Looking at field values: what every reader of the cache's fields needs, without copies.
extension Span where Element == UInt8 {
    /// Whether the bytes of `range` are `text`, which is in lower case, in any case.
    internal func matches(_ range: ByteRange, _ text: [UInt8]) -> Bool {
        guard Int(range.count) == text.count else { return false }
        for index in text.indices where self[Int(range.start) + index].lowercased != text[index] { return false }
        return true
    }

    /// `1*DIGIT`, with quotes around it or not, clamped to 2^31 (RFC 9111 §1.2.2); nil when it is something else.
    internal func deltaSeconds(_ range: ByteRange) -> UInt32? {
        var start = Int(range.start)
        var end = Int(range.end)
        if end - start >= 2, self[start] == UInt8(ascii: "\""), self[end - 1] == UInt8(ascii: "\"") {
            start += 1
            end -= 1
        }
        guard start < end else { return nil }
        var value: UInt64 = 0
        for index in start..<end {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = Swift.min(value * 10 + UInt64(digit), DeltaSeconds.most)
        }
        return UInt32(value)
    }

    /// `range` without spaces and tabs around it.
    internal func trimmed(_ range: ByteRange) -> ByteRange {
        var start = Int(range.start)
        var end = Int(range.end)
        while start < end, self[start] == UInt8(ascii: " ") || self[start] == UInt8(ascii: "\t") { start += 1 }
        while end > start, self[end - 1] == UInt8(ascii: " ") || self[end - 1] == UInt8(ascii: "\t") { end -= 1 }
        return ByteRange(from: start, to: end)
    }

    /// Whether two ranges, of this span and of another, hold the same bytes.
    internal func equals(_ range: ByteRange, _ other: borrowing Span<UInt8>, _ otherRange: ByteRange) -> Bool {
        guard range.count == otherRange.count else { return false }
        for index in 0..<Int(range.count)
        where self[Int(range.start) + index] != other[Int(otherRange.start) + index] { return false }
        return true
    }
}

/// Bounds of ages and lifetimes.
internal enum DeltaSeconds {
    /// RFC 9111 §1.2.2: what a cache takes for "longer than anybody can say".
    static var most: UInt64 { 1 << 31 }

    static func clamped(_ value: Int64) -> UInt32 { UInt32(Swift.min(Swift.max(0, value), Int64(Self.most))) }
}

/// The elements of a comma-separated value whose elements may hold quoted strings; empty ones are skipped.
internal struct QuotedList: BitwiseCopyable {
    private var offset: Int
    private let end: Int

    internal init(_ value: ByteRange) {
        self.offset = Int(value.start)
        self.end = Int(value.end)
    }

    internal mutating func next(_ bytes: borrowing Span<UInt8>) -> ByteRange? {
        while self.offset < self.end {
            let start = self.offset
            var isQuoted = false
            var index = start
            while index < self.end {
                let byte = bytes[index]
                if isQuoted, byte == UInt8(ascii: "\\") {
                    index += 1
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                } else if byte == UInt8(ascii: ","), !isQuoted {
                    break
                }
                index += 1
            }
            let stop = min(index, self.end)
            self.offset = stop + 1
            let element = bytes.trimmed(ByteRange(from: start, to: stop))
            if !element.isEmpty { return element }
        }
        return nil
    }
}
