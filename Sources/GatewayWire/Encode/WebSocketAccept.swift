public import GatewayBytes

/// `Sec-WebSocket-Accept`, which proves to a client of HTTP/1.1 that its WebSocket was understood (RFC 6455 §4.2.2).
///
/// Made here where the upstream speaks HTTP/2, which has no use for it (RFC 8441 §5).
public enum WebSocketAccept {
    private static let suffix = Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the value that belongs to a `Sec-WebSocket-Key`.
    public static func append(key: borrowing Span<UInt8>, to buffer: inout Buffer) {
        var hash = SHA1()
        hash.update(key)
        hash.update(Self.suffix.span)
        let words = hash.finish()
        // 20 bytes: six groups of three, and two bytes more.
        func byte(_ index: Int) -> UInt32 { words[index / 4] >> UInt32(24 &- 8 &* (index % 4)) & 0xff }
        for start in stride(from: 0, to: 18, by: 3) {
            let group = byte(start) << 16 | byte(start &+ 1) << 8 | byte(start &+ 2)
            for shift: UInt32 in [18, 12, 6, 0] { buffer.append(Self.digits[Int(group >> shift & 63)]) }
        }
        let rest = byte(18) << 16 | byte(19) << 8
        for shift: UInt32 in [18, 12, 6] { buffer.append(Self.digits[Int(rest >> shift & 63)]) }
        buffer.append(UInt8(ascii: "="))
    }
}
