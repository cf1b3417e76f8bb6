/// The first bytes of something that could not be understood, kept as evidence.
///
/// Shown as escaped text and as hex, in JSON as both; never raw.
public struct CapturedBytes: Hashable, Sendable {
    /// More than this tells nobody more.
    public static let most = 256

    public let bytes: [UInt8]

    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes.prefix(Self.most))
    }

    /// The bytes as ASCII with everything else escaped.
    public var text: String {
        var result = ""
        for byte in self.bytes {
            switch byte {
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x5C: result += "\\\\"
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "\\x" + Self.hex(byte)
            }
        }
        return result
    }

    /// The bytes as pairs of hex digits.
    public var hex: String {
        self.bytes.map(Self.hex).joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}

extension CapturedBytes: Codable {
    private enum CodingKeys: String, CodingKey { case text, hex }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.text, forKey: .text)
        try container.encode(self.hex, forKey: .hex)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let digits = Array(try container.decode(String.self, forKey: .hex).utf8.prefix(2 * Self.most))
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count - 1, by: 2) {
            let pair = String(decoding: digits[start...start + 1], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .hex,
                    in: container,
                    debugDescription: "not hex: \(pair)"
                )
            }
            bytes.append(byte)
        }
        self.bytes = bytes
    }
}
