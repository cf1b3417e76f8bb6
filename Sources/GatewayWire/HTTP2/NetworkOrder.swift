internal import GatewayBytes

/// Numbers of several octets, the most significant first.
internal enum NetworkOrder {
    @inline(__always)
    internal static func word(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) &<< 24 | UInt32(bytes[offset &+ 1]) &<< 16 | UInt32(bytes[offset &+ 2]) &<< 8
            | UInt32(bytes[offset &+ 3])
    }

    @inline(__always)
    internal static func half(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt16 {
        UInt16(bytes[offset]) &<< 8 | UInt16(bytes[offset &+ 1])
    }

    internal static func long(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt64 {
        UInt64(Self.word(bytes, at: offset)) &<< 32 | UInt64(Self.word(bytes, at: offset &+ 4))
    }

    /// Appends the low `octets` octets of `value`.
    internal static func append(_ value: UInt64, octets: Int, to buffer: inout Buffer) {
        var shift = UInt64(octets &* 8)
        while shift > 0 {
            shift &-= 8
            buffer.append(UInt8(truncatingIfNeeded: value &>> shift))
        }
    }
}
