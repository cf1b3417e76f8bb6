/// A bare item of a structured field (RFC 9651 §3.3).
///
/// Responsible for its own serialisation; `StructuredFieldReader` reads it. Knows no field.
public enum StructuredValue: Hashable, Sendable {
    case integer(Int64)
    /// The number times 1000: decimals have exactly three digits after the point.
    case decimal(thousandths: Int64)
    case string(String)
    case token(String)
    case bytes([UInt8])
    case boolean(Bool)
    case date(Int64)
    case display(String)

    /// The text form.
    ///
    /// What cannot be written in its own form is written in the nearest valid one, never an invalid one.
    public var serialized: String {
        switch self {
        case .integer(let number): String(Self.clamped(number))
        case .decimal(let thousandths): Self.decimalText(thousandths)
        case .string(let text): Self.quoted(text)
        case .token(let text): Self.isToken(text) ? text : Self.quoted(text)
        case .bytes(let bytes): ":" + Self.base64(bytes) + ":"
        case .boolean(let flag): flag ? "?1" : "?0"
        case .date(let seconds): "@" + String(Self.clamped(seconds))
        case .display(let text): Self.displayText(text)
        }
    }

    /// Whether the text is an sf-token (RFC 9651 §3.3.4).
    public static func isToken(_ text: String) -> Bool {
        guard let first = text.utf8.first, Self.isAlpha(first) || first == UInt8(ascii: "*") else { return false }
        return text.utf8.allSatisfy(Self.isTokenByte)
    }

    static func isAlpha(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// tchar, ":" or "/".
    static func isTokenByte(_ byte: UInt8) -> Bool {
        if Self.isAlpha(byte) || Self.isDigit(byte) { return true }
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D...0x2F, 0x3A, 0x5E...0x60, 0x7C, 0x7E: return true
        default: return false
        }
    }
}

extension StructuredValue {
    /// Integers have at most 15 digits (RFC 9651 §3.3.1).
    static let largestInteger: Int64 = 999_999_999_999_999

    private static func clamped(_ number: Int64) -> Int64 {
        max(-Self.largestInteger, min(Self.largestInteger, number))
    }

    private static func decimalText(_ thousandths: Int64) -> String {
        let number = Self.clamped(thousandths)
        let magnitude = number.magnitude
        var fraction = String(magnitude % 1000)
        while fraction.utf8.count < 3 { fraction = "0" + fraction }
        while fraction.utf8.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return (number < 0 ? "-" : "") + String(magnitude / 1000) + "." + fraction
    }

    /// An sf-string.
    ///
    /// It holds visible ASCII and spaces only, so anything else becomes "?" rather than breaking the
    /// whole field.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                result.unicodeScalars.append("\\")
                result.unicodeScalars.append(scalar)
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append("?")
            }
        }
        return result + "\""
    }

    private static let hex = Array("0123456789abcdef".unicodeScalars)

    /// A display string: percent-encoded UTF-8 (RFC 9651 §4.1.11).
    private static func displayText(_ text: String) -> String {
        var result = "%\""
        for byte in text.utf8 {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%"), byte != UInt8(ascii: "\"") {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%"
                result.unicodeScalars.append(Self.hex[Int(byte >> 4)])
                result.unicodeScalars.append(Self.hex[Int(byte & 15)])
            }
        }
        return result + "\""
    }

    static let base64Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var position = 0
        while position < bytes.count {
            let available = min(3, bytes.count - position)
            var group: UInt32 = 0
            for step in 0..<3 { group = group << 8 | (step < available ? UInt32(bytes[position + step]) : 0) }
            for step in 0..<4 {
                let index = Int(group >> UInt32(18 - 6 * step) & 63)
                result.append(step <= available ? Self.base64Alphabet[index] : UInt8(ascii: "="))
            }
            position += 3
        }
        return String(decoding: result, as: UTF8.self)
    }
}
