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
            let near = (Self.block(bytes, at) .== feed) .| (Self.block(bytes, at &+ 16) .== feed)
            let far = (Self.block(bytes, at &+ 32) .== feed) .| (Self.block(bytes, at &+ 48) .== feed)
            if Self.isSet(near .| far) { break }
            at &+= 64
        }
        return Self.first(0x0a, in: bytes, from: at, to: upper)
    }

    /// Eight bytes from `at`, which must lie in the span.
    @inline(__always)
    static func word(_ bytes: borrowing Span<UInt8>, _ at: Int) -> UInt64 {
        guard at >= 0, at &+ 8 <= bytes.count else { return 0 }
        // SAFETY: the guard leaves 8 readable bytes from `at`; every bit pattern is a valid number.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
    }

    /// One byte of a text that the program holds.
    @inline(__always)
    static func byte(of text: StaticString, at index: Int) -> UInt8 {
        guard index >= 0, index < text.utf8CodeUnitCount, text.hasPointerRepresentation else { return 0 }
        // SAFETY: the guard keeps the index inside the text, which lives as long as the program.
        return unsafe text.utf8Start[index]
    }

    @inline(__always)
    private static func block(_ bytes: borrowing Span<UInt8>, _ at: Int) -> Block {
        // SAFETY: every caller has checked that 16 readable bytes begin at `at`; every bit pattern is a valid block.
        unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: Block.self)
    }

    @inline(__always)
    private static func words(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD2<UInt64> {
        let lanes = Block(repeating: 0).replacing(with: 0xff, where: mask)
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        return unsafe unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
    }

    @inline(__always)
    private static func isSet(_ mask: SIMDMask<SIMD16<Int8>>) -> Bool {
        let words = Self.words(mask)
        return words[0] | words[1] != 0
    }

    @inline(__always)
    private static func firstLane(_ mask: SIMDMask<SIMD16<Int8>>) -> Int {
        let words = Self.words(mask)
        if words[0] != 0 { return words[0].littleEndian.trailingZeroBitCount &>> 3 }
        if words[1] != 0 { return 8 &+ words[1].littleEndian.trailingZeroBitCount &>> 3 }
        return 16
    }
}
