/// Hashes of the last 64 fields that were sent and are not in the dynamic table.
///
/// First in, first out, so that fields of one head do not push each other out: with a place for each hash two of them
/// could, again and again, and neither ever entered the table. A collision costs an entry at most.
internal struct HPACKSeenFields: Sendable, BitwiseCopyable {
    private var hashes: InlineArray<4, SIMD16<UInt32>> = .init(repeating: SIMD16())
    private var next = 0

    /// Returns whether the field was there, and remembers it where it was not.
    internal mutating func insert(_ hash: UInt32) -> Bool {
        if self.contains(hash) { return true }
        self.hashes[self.next &>> 4][self.next & 15] = hash
        self.next = (self.next &+ 1) & 63
        return false
    }

    // Mutating, and through a span, because an inline array that is looked at any other way is copied.
    private mutating func contains(_ hash: UInt32) -> Bool {
        let hashes = self.hashes.span
        for index in hashes.indices where any(hashes[index] .== SIMD16(repeating: hash)) { return true }
        return false
    }
}
