/// Flags of frames (RFC 9113 §6); one bit means different things in different types.
public struct HTTP2Flags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// SETTINGS and PING.
    public static let ack = HTTP2Flags(rawValue: 0x1)
    /// DATA and HEADERS.
    public static let endStream = HTTP2Flags(rawValue: 0x1)
    public static let endHeaders = HTTP2Flags(rawValue: 0x4)
    public static let padded = HTTP2Flags(rawValue: 0x8)
    public static let priority = HTTP2Flags(rawValue: 0x20)
}
