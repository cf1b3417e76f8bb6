/// Sixteen bytes at a time: the only place of this module that touches memory without a bounds check.
///
/// Answers "where does this run of bytes end"; what the end means is decided by the callers. All results lie inside
/// the range asked for.
internal enum Scan {
    internal typealias Block = SIMD16<UInt8>

    /// The 16 bytes from `offset` on; zeros stand for those after the end of `bytes`.
    @inline(__always)
    internal static func block(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Block {
        // The sum cannot overflow: a span is never near 2^63 bytes long.
        guard offset >= 0 && offset &+ 16 <= bytes.count else { return Self.lastBlock(bytes, at: offset) }
        // SAFETY: the guard leaves 16 readable bytes from `offset`; every bit pattern is a valid block.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Block.self)
    }

    /// The same where fewer than 16 bytes are left: the last 16, shifted.
    private static func lastBlock(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Block {
        guard offset >= 0 && offset < bytes.count else { return Block(repeating: 0) }
        guard bytes.count >= 16 else { return Self.shortBlock(bytes, at: offset) }
        let start = bytes.count &- 16
        // SAFETY: 16 readable bytes lie before the end; every bit pattern is a valid number.
        let last = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt128.self)
        let shifted = (last.littleEndian &>> UInt128(truncatingIfNeeded: (offset &- start) &<< 3)).littleEndian
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        return unsafe unsafeBitCast(shifted, to: Block.self)
    }

    /// The same where all of `bytes` is shorter than 16: names of fields mostly, read as two pieces that may overlap.
    private static func shortBlock(_ bytes: borrowing Span<UInt8>, at offset: Int) -> Block {
        let count = bytes.count &- offset
        let raw = bytes.bytes
        var low: UInt64 = 0
        var high: UInt64 = 0
        // SAFETY: the caller has checked that 1 to 15 bytes lie between `offset` and the end; each piece is among them.
        if count >= 8 {
            low = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self).littleEndian
            let last = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: bytes.count &- 8, as: UInt64.self)
            high = last.littleEndian >> UInt64(truncatingIfNeeded: (16 &- count) &<< 3)
        } else if count >= 4 {
            let first = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self)
            let last = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: bytes.count &- 4, as: UInt32.self)
            let shift = UInt64(truncatingIfNeeded: (count &- 4) &<< 3)
            low = UInt64(first.littleEndian) | UInt64(last.littleEndian) &<< shift
        } else {
            for lane in 0..<count { low |= UInt64(bytes[offset &+ lane]) &<< UInt64(truncatingIfNeeded: lane &<< 3) }
        }
        let halves = SIMD2<UInt64>(low.littleEndian, high.littleEndian)
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        return unsafe unsafeBitCast(halves, to: Block.self)
    }

    /// The 8 bytes from `offset` on, the first the least significant; traps where there are fewer.
    @inline(__always)
    internal static func word(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset &+ 8 <= bytes.count)
        // SAFETY: the precondition leaves 8 readable bytes; every bit pattern is a valid number.
        return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self).littleEndian
    }

    /// The bytes of a range of 1 to 7, the first the least significant, and zeros.
    @inline(__always)
    internal static func lastWord(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
        let count = end &- start
        if end >= 8 { return self.word(bytes, at: end &- 8) &>> UInt64(truncatingIfNeeded: (8 &- count) &<< 3) }
        var word: UInt64 = 0
        for lane in 0..<count { word |= UInt64(bytes[start &+ lane]) &<< UInt64(truncatingIfNeeded: lane &<< 3) }
        return word
    }

    /// Whether `other` stands in `bytes` from `offset` on.
    internal static func areEqual(
        _ bytes: borrowing Span<UInt8>,
        at offset: Int,
        _ other: borrowing Span<UInt8>
    ) -> Bool {
        let count = other.count
        guard offset >= 0 && offset <= bytes.count && count <= bytes.count &- offset else { return false }
        guard count >= 8 else {
            for index in 0..<count where bytes[offset &+ index] != other[index] { return false }
            return true
        }
        var place = 0
        while true {
            // SAFETY: `place` is at most `count` - 8, and the guard leaves `count` readable bytes in both.
            let ours = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset &+ place, as: UInt64.self)
            let theirs = unsafe other.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
            guard ours == theirs else { return false }
            if place == count &- 8 { return true }
            // The last piece overlaps the one before it.
            place = min(place &+ 8, count &- 8)
        }
    }

    /// How many bytes both begin with.
    internal static func commonCount(_ bytes: borrowing Span<UInt8>, _ other: borrowing Span<UInt8>) -> Int {
        let most = min(bytes.count, other.count)
        var count = 0
        while count &+ 8 <= most {
            // SAFETY: 8 readable bytes lie in both from `count` on; every bit pattern is a valid number.
            let ours = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: count, as: UInt64.self)
            let theirs = unsafe other.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: count, as: UInt64.self)
            guard ours == theirs else { return count &+ Self.firstByte(ours ^ theirs) }
            count &+= 8
        }
        while count < most, bytes[count] == other[count] { count &+= 1 }
        return count
    }

    /// The first lane of `mask` that is set, or 16.
    ///
    /// Two general registers instead of a bit per lane: the standard library has no such instruction, and this is
    /// what the compiler makes good code of.
    @inline(__always)
    internal static func firstLane(_ mask: SIMDMask<SIMD16<Int8>>) -> Int {
        let lanes = Block(repeating: 0).replacing(with: 0xff, where: mask)
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        let halves = unsafe unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
        if halves[0] != 0 { return Self.firstByte(halves[0]) }
        if halves[1] != 0 { return 8 &+ Self.firstByte(halves[1]) }
        return 16
    }

    @inline(__always)
    private static func firstByte(_ half: UInt64) -> Int {
        // Lane 0 is the least significant byte wherever Swift runs; the accessor keeps that true elsewhere.
        half.littleEndian.trailingZeroBitCount &>> 3
    }

    /// The block as two words, lane 0 in the least significant byte of the first.
    @inline(__always)
    internal static func words(_ block: Block) -> (UInt64, UInt64) {
        // SAFETY: both types are 16 bytes without padding or invalid patterns.
        let halves = unsafe unsafeBitCast(block, to: SIMD2<UInt64>.self)
        return (halves[0].littleEndian, halves[1].littleEndian)
    }
}
