/// A hash of a field's name, and of its value after that: finds table entries, proves nothing.
///
/// Eight bytes a step. Collisions can be made on purpose and then cost only the connection that makes them, because
/// every entry found is compared byte by byte.
internal struct FieldHash: BitwiseCopyable {
    private var state: UInt64

    /// Of a name.
    internal init(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) {
        self.state = 0x9e37_79b9_7f4a_7c15
        self.mix(bytes, from: start, to: end)
    }

    /// Of the name and this value.
    internal func adding(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> FieldHash {
        var hash = self
        // A field with an empty value is not the same as its name alone.
        hash.mix(1)
        hash.mix(bytes, from: start, to: end)
        return hash
    }

    /// Never 0, which marks an empty place in tables.
    internal var value: UInt32 { UInt32(truncatingIfNeeded: self.state &>> 32) | 1 }

    private mutating func mix(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) {
        var offset = start
        while offset &+ 8 <= end {
            self.mix(Scan.word(bytes, at: offset))
            offset &+= 8
        }
        if offset < end { self.mix(Scan.lastWord(bytes, from: offset, to: end)) }
        self.mix(UInt64(truncatingIfNeeded: end &- start))
    }

    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        self.state = (self.state ^ word) &* 0xff51_afd7_ed55_8ccd
        self.state ^= self.state &>> 29
    }

    /// Whether the range of `bytes` is `other`.
    internal static func areEqual(
        _ bytes: borrowing Span<UInt8>,
        _ range: ByteRange,
        _ other: borrowing Span<UInt8>
    ) -> Bool {
        guard Int(range.count) == other.count else { return false }
        return Scan.areEqual(bytes, at: Int(range.start), other)
    }
}
