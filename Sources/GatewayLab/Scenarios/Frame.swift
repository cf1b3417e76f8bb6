/// Frames of HTTP/2 as bytes (RFC 9113 §6), also such as nobody may send.
enum Frame {
    /// The one stream that a scenario is about.
    private static let stream: UInt32 = 1

    static func settings(_ settings: [(id: UInt16, value: UInt32)] = []) -> [UInt8] {
        Self.frame(4, flags: 0, stream: 0, settings.flatMap { Self.bytes($0.id) + Self.bytes($0.value) })
    }

    static let settingsTaken = Frame.frame(4, flags: 1, stream: 0, [])

    /// The answer to a PING with these bytes (RFC 9113 §6.7).
    static func pong(_ payload: [UInt8]) -> [UInt8] { Self.frame(6, flags: 1, stream: 0, payload) }

    /// A response head with a status of 200 and nothing else, which is one byte of HPACK (RFC 7541 Appendix A).
    static let head = Frame.frame(1, flags: 4, stream: stream, [0x88])

    static func data(_ text: String, stream: UInt32 = Frame.stream, endStream: Bool = false) -> [UInt8] {
        Self.frame(0, flags: endStream ? 1 : 0, stream: stream, Array(text.utf8))
    }

    static func reset(_ code: UInt32) -> [UInt8] { Self.frame(3, flags: 0, stream: Self.stream, Self.bytes(code)) }

    static func goAway(lastStream: UInt32, _ code: UInt32 = 0) -> [UInt8] {
        Self.frame(7, flags: 0, stream: 0, Self.bytes(lastStream) + Self.bytes(code))
    }

    private static func frame(_ type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
        [UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 0xff), UInt8(payload.count & 0xff), type, flags]
            + Self.bytes(stream) + payload
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
