/// A hash of a field's name, and of its value after that: finds table entries, proves nothing.
///
/// Sixteen bytes a step. Collisions can be made on purpose and then cost only the connection that makes them, because
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
        while offset < end {
            let words = FieldSection.prefix(Scan.words(Scan.block(bytes, at: offset)), count: end &- offset)
            self.mix(words.0)
            self.mix(words.1)
            offset &+= 16
        }
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
        let start = Int(range.start)
        var offset = 0
        while offset < other.count {
            let left = other.count &- offset
            let ours = FieldSection.prefix(Scan.words(Scan.block(bytes, at: start &+ offset)), count: left)
            let theirs = FieldSection.prefix(Scan.words(Scan.block(other, at: offset)), count: left)
            guard ours == theirs else { return false }
            offset &+= 16
        }
        return true
    }
}
