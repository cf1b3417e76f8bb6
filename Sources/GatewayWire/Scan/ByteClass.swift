/// A set of ASCII bytes as 128 bits; no byte of 0x80 and above is ever a member.
///
/// Bits in registers instead of a table in memory: it is never cold, and needs no initialisation check.
internal struct ByteClass: Sendable, BitwiseCopyable {
    private let low: UInt64
    private let high: UInt64

    @inline(__always)
    internal init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    internal func contains(_ byte: UInt8) -> Bool {
        let half = byte < 64 ? self.low : byte < 128 ? self.high : 0
        return half &>> UInt64(byte & 63) & 1 != 0
    }

    /// RFC 9110 §5.6.2: `! # $ % & ' * + - . ^ _ `` ` `` | ~`, digits, letters.
    @inline(__always)
    internal static var token: ByteClass { ByteClass(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe) }

    /// RFC 3986 §3.2.2 reg-name without escapes: unreserved and sub-delims.
    @inline(__always)
    internal static var registeredName: ByteClass {
        ByteClass(low: 0x2bff_7fd2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
    }

    /// RFC 9110 §5.6.4 quoted-string content that needs no backslash: HTAB, SP and visible without `"` and `\`.
    @inline(__always)
    internal static var quotedText: ByteClass { ByteClass(low: 0xffff_fffb_0000_0200, high: 0x7fff_ffff_efff_ffff) }
}
