/// A token of at most 16 bytes with its letters in lower case, for comparing with the few that HTTP/1.1 defines.
internal struct ShortToken: Equatable, BitwiseCopyable {
    private let first: UInt64
    private let second: UInt64

    private init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Nil when the bytes are empty or too long to be one of them.
    @inline(__always)
    internal init?(_ bytes: borrowing Span<UInt8>, _ range: ByteRange) {
        let count = Int(range.count)
        guard count > 0, count <= 16 else { return nil }
        // The bit that folds letters maps no other visible byte to a letter, a digit or `-`.
        let words = Scan.words(Scan.block(bytes, at: Int(range.start)) | 0x20)
        (self.first, self.second) = FieldSection.prefix(words, count: count)
    }

    internal static var close: ShortToken { ShortToken(0x0000_0065_736f_6c63, 0) }
    internal static var keepAlive: ShortToken { ShortToken(0x696c_612d_7065_656b, 0x6576) }
    internal static var upgrade: ShortToken { ShortToken(0x0065_6461_7267_7075, 0) }
    internal static var chunked: ShortToken { ShortToken(0x0064_656b_6e75_6863, 0) }
    internal static var continue100: ShortToken { ShortToken(0x746e_6f63_2d30_3031, 0x6575_6e69) }
    internal static var trailers: ShortToken { ShortToken(0x7372_656c_6961_7274, 0) }
}
