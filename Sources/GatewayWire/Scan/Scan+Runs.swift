extension Scan {
    /// The first byte of `lower..<upper` that is a control (HTAB included), or `upper`.
    @inline(__always)
    internal static func controlOrEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in
            (block .< Block(repeating: 0x20)) .| (block .== Block(repeating: 0x7f))
        }
    }

    /// The first byte of `lower..<upper` that a path needs a second look at, or `upper`.
    ///
    /// Those are controls, SP, `#`, `%`, `?`, `\` and everything after `~`.
    @inline(__always)
    internal static func pathStopOrEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in
            Self.targetStops(block)
                .| (block .== Block(repeating: UInt8(ascii: "%")))
                .| (block .== Block(repeating: UInt8(ascii: "?")))
                .| (block .== Block(repeating: UInt8(ascii: "\\")))
        }
    }

    /// The first byte of `lower..<upper` that no target may contain, or `upper`.
    @inline(__always)
    internal static func targetStopOrEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in Self.targetStops(block) }
    }

    /// The first LF of `lower..<upper`, or `upper`.
    internal static func newlineOrEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in block .== Block(repeating: 0x0a) }
    }

    /// The first `:` of `lower..<upper`, or `upper`.
    @inline(__always)
    internal static func colonOrEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in block .== Block(repeating: UInt8(ascii: ":")) }
    }

    /// The first byte of `lower..<upper` that is none of letter, digit, `-` and `.`, or `upper`.
    @inline(__always)
    internal static func plainEnd(_ bytes: borrowing Span<UInt8>, from lower: Int, to upper: Int) -> Int {
        Self.first(bytes, from: lower, to: upper) { block in Self.notPlain(block, folded: block | 0x20) }
    }

    /// Lanes that are none of letter, digit, `-` and `.`: nearly every byte of field and host names is one.
    @inline(__always)
    internal static func notPlain(_ block: Block, folded: Block) -> SIMDMask<SIMD16<Int8>> {
        let letter = (folded &- Block(repeating: UInt8(ascii: "a"))) .< Block(repeating: 26)
        let digit = (block &- Block(repeating: UInt8(ascii: "0"))) .< Block(repeating: 10)
        let mark = (block &- Block(repeating: UInt8(ascii: "-"))) .< Block(repeating: 2)
        return .!(letter .| digit .| mark)
    }

    @inline(__always)
    private static func targetStops(_ block: Block) -> SIMDMask<SIMD16<Int8>> {
        // 0x21...0x7e wraps to 0...0x5d.
        ((block &- Block(repeating: 0x21)) .> Block(repeating: 0x5d)) .| (block .== Block(repeating: UInt8(ascii: "#")))
    }

    /// The first byte of `lower..<upper` whose lane `stops` marks, or `upper`.
    @inline(__always)
    private static func first(
        _ bytes: borrowing Span<UInt8>,
        from lower: Int,
        to upper: Int,
        stops: (Block) -> SIMDMask<SIMD16<Int8>>
    ) -> Int {
        var offset = lower
        while offset < upper {
            let lane = Self.firstLane(stops(Self.block(bytes, at: offset)))
            if lane < 16 { return min(offset &+ lane, upper) }
            offset &+= 16
        }
        return upper
    }
}
