/// `grpc-message`: words for the developer of a client, in ASCII.
public enum GRPCMessage {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Every byte but visible ASCII and the space becomes `%XX`, and so does the percent sign.
    public static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
