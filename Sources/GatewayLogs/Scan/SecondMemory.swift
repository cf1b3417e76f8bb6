/// The second that was read last, as it is written and as a moment: neighbouring lines mostly share it.
struct SecondMemory: Sendable {
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private var moment = Calendar.unknown

    /// The moment of the `length` bytes from `at`, 16 to 24 of them; made by `read` where they are others than before.
    @inline(__always)
    mutating func moment(
        _ bytes: borrowing Span<UInt8>,
        _ at: Int,
        length: Int,
        _ read: (borrowing Span<UInt8>, Int) -> Int64
    ) -> Int64 {
        let words = (
            ByteScan.word(bytes, at), ByteScan.word(bytes, at &+ 8), ByteScan.word(bytes, at &+ length &- 8)
        )
        if words == self.words { return self.moment }
        self.words = words
        self.moment = read(bytes, at)
        return self.moment
    }
}
