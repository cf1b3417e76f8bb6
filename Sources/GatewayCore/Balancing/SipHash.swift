/// SipHash-2-4: a keyed 64-bit hash of short inputs (Aumasson and Bernstein, 2012).
///
/// With a secret key it signs; with a fixed key it spreads. Not responsible for keeping keys secret.
public struct SipHash: Sendable, BitwiseCopyable {
    private let key0: UInt64
    private let key1: UInt64

    /// The key's 16 bytes as two little-endian words.
    public init(_ key0: UInt64, _ key1: UInt64) {
        self.key0 = key0
        self.key1 = key1
    }

    /// The hash of `bytes[range]`.
    public func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var state = State(self.key0, self.key1)
        var offset = range.lowerBound
        while range.upperBound &- offset >= 8 {
            var word: UInt64 = 0
            for index in 0..<8 { word |= UInt64(bytes[offset &+ index]) << UInt64(index &* 8) }
            state.take(word)
            offset &+= 8
        }
        // The last word holds what is left, and the length in its highest byte.
        var last = UInt64(truncatingIfNeeded: range.count) << 56
        var shift: UInt64 = 0
        while offset < range.upperBound {
            last |= UInt64(bytes[offset]) << shift
            shift &+= 8
            offset &+= 1
        }
        state.take(last)
        return state.finish()
    }

    public func hash(_ bytes: borrowing Span<UInt8>) -> UInt64 { self.hash(bytes, 0..<bytes.count) }

    /// The hash of 16 bytes, given as two little-endian words.
    public func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var state = State(self.key0, self.key1)
        state.take(first)
        state.take(second)
        state.take(16 << 56)
        return state.finish()
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        @inline(__always)
        init(_ key0: UInt64, _ key1: UInt64) {
            self.v0 = key0 ^ 0x736f_6d65_7073_6575
            self.v1 = key1 ^ 0x646f_7261_6e64_6f6d
            self.v2 = key0 ^ 0x6c79_6765_6e65_7261
            self.v3 = key1 ^ 0x7465_6462_7974_6573
        }

        @inline(__always)
        mutating func take(_ word: UInt64) {
            self.v3 ^= word
            self.round()
            self.round()
            self.v0 ^= word
        }

        @inline(__always)
        mutating func finish() -> UInt64 {
            self.v2 ^= 0xff
            self.round()
            self.round()
            self.round()
            self.round()
            return self.v0 ^ self.v1 ^ self.v2 ^ self.v3
        }

        @inline(__always)
        private mutating func round() {
            self.v0 &+= self.v1
            self.v1 = Self.rotated(self.v1, 13) ^ self.v0
            self.v0 = Self.rotated(self.v0, 32)
            self.v2 &+= self.v3
            self.v3 = Self.rotated(self.v3, 16) ^ self.v2
            self.v0 &+= self.v3
            self.v3 = Self.rotated(self.v3, 21) ^ self.v0
            self.v2 &+= self.v1
            self.v1 = Self.rotated(self.v1, 17) ^ self.v2
            self.v2 = Self.rotated(self.v2, 32)
        }

        @inline(__always)
        private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
            value &<< bits | value &>> (64 &- bits)
        }
    }
}
