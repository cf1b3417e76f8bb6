/// Checks names of fields and cookies (RFC 9110 §5.1 and RFC 6265 §4.1.1: tokens).
enum FieldText {
    private static let marks = Array("!#$%&'*+-.^_`|~".utf8)

    /// The name of a field, in lower case.
    static func name(_ text: some StringProtocol) throws(ValueError) -> String {
        guard Self.isToken(text) else {
            throw ValueError(
                "\(text.quoted) is not the name of a field",
                fix: "write only the name, such as `x-tenant`"
            )
        }
        return text.lowercased()
    }

    static func cookieName(_ text: some StringProtocol) throws(ValueError) -> String {
        guard Self.isToken(text) else {
            throw ValueError(
                "\(text.quoted) is not the name of a cookie",
                fix: "write only the name, such as `session`"
            )
        }
        return String(text)
    }

    /// `name=value`; never part of a message, because whoever knows the value passes.
    static func cookiePair(_ text: String) throws(ValueError) -> String {
        guard let mark = text.firstIndex(of: "=") else {
            throw ValueError("the cookie has no `=`", fix: "write it as `name=value`")
        }
        let value = text[text.index(after: mark)...]
        guard Self.isToken(text[..<mark]) else { throw ValueError("the cookie's name is not a token") }
        // RFC 6265 §4.1.1: cookie-octet.
        guard value.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !Array("\",;\\".utf8).contains($0) }) else {
            throw ValueError(
                "the cookie's value has characters that no cookie has",
                fix: "use letters and digits, for example from `openssl rand -hex 16`"
            )
        }
        guard (1...256).contains(value.utf8.count) else {
            throw ValueError("the cookie's value has \(value.utf8.count) characters", fix: "use 1 to 256")
        }
        return text
    }

    private static func isToken(_ text: some StringProtocol) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: Self.marks.contains(byte)
                }
            }
    }
}
