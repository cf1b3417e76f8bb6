/// Checks method names (RFC 9110 §9.1: tokens, case-sensitive).
enum MethodText {
    private static let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
    private static let marks = Array("!#$%&'*+-.^_`|~".utf8)

    static func parse(_ text: String) throws(ValueError) -> String {
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(Self.isTokenByte) else {
            throw ValueError("\(text.quoted) is not a method")
        }
        let upper = text.uppercased()
        guard upper == text || !Self.known.contains(upper) else {
            throw ValueError("\(text.quoted) would never match: methods are case-sensitive", fix: "write `\(upper)`")
        }
        return text
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Self.marks.contains(byte)
        }
    }
}
