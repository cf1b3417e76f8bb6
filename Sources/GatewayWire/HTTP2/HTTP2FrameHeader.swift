/// The nine octets before every frame's payload (RFC 9113 §4.1).
public struct HTTP2FrameHeader: Hashable, Sendable, BitwiseCopyable {
    public static var count: Int { 9 }

    /// Octets of payload.
    public var length: Int
    /// The type's number, known or not.
    public var type: UInt8
    public var flags: HTTP2Flags
    /// 31 bits; the reserved bit is ignored.
    public var stream: UInt32

    public init(length: Int, type: HTTP2FrameType, flags: HTTP2Flags = [], stream: UInt32 = 0) {
        self.length = length
        self.type = type.rawValue
        self.flags = flags
        self.stream = stream
    }

    /// Nil while fewer than nine octets are there.
    public init?(_ bytes: borrowing Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, bytes.count &- offset >= Self.count else { return nil }
        self.length =
            Int(bytes[offset]) &<< 16 | Int(bytes[offset &+ 1]) &<< 8 | Int(bytes[offset &+ 2])
        self.type = bytes[offset &+ 3]
        self.flags = HTTP2Flags(rawValue: bytes[offset &+ 4])
        self.stream = NetworkOrder.word(bytes, at: offset &+ 5) & 0x7fff_ffff
    }
}
