/// Finds bytes sixteen at a time and loads words: the only place of this module that reads without a bounds check for
/// each byte.
///
/// Answers where a byte is; what that means is decided by the dialects. All results lie inside the range asked for.
enum ByteScan {
    private typealias Block = SIMD16<UInt8>

    /// The first `byte` of `lower..<upper`, or `upper`.
    @inline(__always)
    static func first(_ byte: UInt8, in bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        guard lower >= 0, upper <= bytes.count else { return upper }
        var at = lower
        while at &+ 16 <= bytes.count {
            guard at < upper else { return upper }
            let lane = Self.firstLane(Self.block(bytes, at) .== Block(repeating: byte))
            if lane < 16 { return min(at &+ lane, upper) }
            at &+= 16
        }
        while at < upper, bytes[at] != byte { at &+= 1 }
        return at < upper ? at : upper
    }

    /// The first line feed of `lower..<upper`, or `upper`: 64 bytes at a time, because lines are long.
    static func newline(in bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        guard lower >= 0, upper <= bytes.count else { return upper }
        let feed = Block(repeating: 0x0a)
        var at = lower
        while at &+ 64 <= upper {
            let first = Self.block(bytes, at) .== feed
            let second = Self.block(bytes, at &+ 16) .== feed
            let third = Self.block(bytes, at &+ 32) .== feed
            let fourth = Self.block(bytes, at &+ 48) .== feed
            if Self.isSet((first .| second) .| (third .| fourth)) {
                let near = Self.firstLane(first)
                if near < 16 { return at &+ near }
                let next = Self.firstLane(second)
                if next < 16 { return at &+ 16 &+ next }
                let far = Self.firstLane(third)
                return far < 16 ? at &+ 32 &+ far : at &+ 48 &+ Self.firstLane(fourth)
            }
            at &+= 64
        }
        return Self.first(0x0a, in: bytes, from: at, to: upper)
    }

    /// Where `byte` stands in the up to 64 bytes from `lower`: bit n for `lower + n`, nothing from `upper` on.
    @inline(__always)
    static func mask(of byte: UInt8, in bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> UInt64 {
        guard lower >= 0, lower < upper, upper <= bytes.count else { return 0 }
        guard lower &+ 64 <= bytes.count else { return Self.slowMask(of: byte, in: bytes, from: lower, to: upper) }
        let wanted = Block(repeating: byte)
        // Byte n of the words together holds bit k for byte n of word k: transposed, one bit for each byte in order.
        let marks =
            Self.lanes(Self.block(bytes, lower) .== wanted) & Self.marks(0)
            | Self.lanes(Self.block(bytes, lower &+ 16) .== wanted) & Self.marks(2)
            | Self.lanes(Self.block(bytes, lower &+ 32) .== wanted) & Self.marks(4)
            | Self.lanes(Self.block(bytes, lower &+ 48) .== wanted) & Self.marks(6)
        let words = Self.words(marks)
        let mask = Self.transposed(words[0].littleEndian | words[1].littleEndian)
        let count = upper &- lower
        return count >= 64 ? mask : mask & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
    }

    /// A bit for the low word and the next for the high one.
    @inline(__always)
    private static func marks(_ bit: UInt8) -> Block {
        let low = UInt8(1) &<< bit
        let high = UInt8(2) &<< bit
        return Block(low, low, low, low, low, low, low, low, high, high, high, high, high, high, high, high)
    }

    /// The eight bytes as rows of a square of bits, turned over its diagonal (three rounds of swaps).
    @inline(__always)
    private static func transposed(_ square: UInt64) -> UInt64 {
        var bits = square
        var swap = (bits ^ bits &>> 7) & 0x00aa_00aa_00aa_00aa
        bits ^= swap ^ swap &<< 7
        swap = (bits ^ bits &>> 14) & 0x0000_cccc_0000_cccc
        bits ^= swap ^ swap &<< 14
        swap = (bits ^ bits &>> 28) & 0x0000_0000_f0f0_f0f0
        return bits ^ swap ^ swap &<< 28
    }

    /// The same near the end of a block, where 64 bytes cannot be read.
    private static func slowMask(
        of byte: UInt8,
        in bytes: borrowing Span<UInt8>,
        from lower: Int,
        to upper: Int
    ) -> UInt64 {
        var mask: UInt64 = 0
        for at in lower..<min(upper, lower &+ 64) where bytes[at] == byte { mask |= 1 &<< UInt64(at &- lower) }
        return mask
    }

    /// Eight bytes from `at`, which must lie in the span.
    @inline(__always)
    static func word(_ bytes: borrowing Span<UInt8>, _ at: Int) -> UInt64 {
        guard at >= 0, at &+ 8 <= bytes.count else { return 0 }
        // SAFETY: the guard leaves 8 readable bytes from `at`; every bit pattern is a valid number.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
    }

    /// 32 bytes from `at`, which must lie in the span.
    @inline(__always)
    static func words(_ bytes: borrowing Span<UInt8>, _ at: Int) -> SIMD4<UInt64> {
        guard at >= 0, at &+ 32 <= bytes.count else { return SIMD4(repeating: 0) }
        // SAFETY: the guard leaves 32 readable bytes from `at`; every bit pattern is a valid number.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: SIMD4<UInt64>.self)
    }

    /// One byte of a text that the program holds.
    @inline(__always)
    static func byte(of text: StaticString, at index: Int) -> UInt8 {
        guard index >= 0, index < text.utf8CodeUnitCount, text.hasPointerRepresentation else { return 0 }
        // SAFETY: the guard keeps the index inside the text, which lives as long as the program.
        return unsafe text.utf8Start[index]
    }

    /// Eight bytes of a text that the program holds, from `index`.
    @inline(__always)
    static func word(of text: StaticString, at index: Int) -> UInt64 {
        guard index >= 0, index &+ 8 <= text.utf8CodeUnitCount, text.hasPointerRepresentation else { return 0 }
        // SAFETY: the guard keeps the 8 bytes inside the text, which lives as long as the program.
        return unsafe UnsafeRawPointer(text.utf8Start).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    @inline(__always)
    private static func block(_ bytes: borrowing Span<UInt8>, _ at: Int) -> Block {
        // SAFETY: every caller has checked that 16 readable bytes begin at `at`; every bit pattern is a valid block.
        unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: Block.self)
    }

    /// All bits of a lane where the mask is set.
    @inline(__always)
    private static func lanes(_ mask: SIMDMask<SIMD16<Int8>>) -> Block {
        // SAFETY: a mask is 16 bytes, each 0 or all ones, without padding or invalid patterns.
        unsafe unsafeBitCast(mask, to: Block.self)
    }

    @inline(__always)
    private static func words(_ lanes: Block) -> SIMD2<UInt64> {
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        unsafe unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
    }

    @inline(__always)
    private static func isSet(_ mask: SIMDMask<SIMD16<Int8>>) -> Bool {
        let words = Self.words(Self.lanes(mask))
        return words[0] | words[1] != 0
    }

    @inline(__always)
    private static func firstLane(_ mask: SIMDMask<SIMD16<Int8>>) -> Int {
        let words = Self.words(Self.lanes(mask))
        if words[0] != 0 { return words[0].littleEndian.trailingZeroBitCount &>> 3 }
        if words[1] != 0 { return 8 &+ words[1].littleEndian.trailingZeroBitCount &>> 3 }
        return 16
    }
}
