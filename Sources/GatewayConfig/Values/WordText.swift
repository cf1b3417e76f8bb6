/// Checks names and secrets that are a single word.
enum WordText {
    /// A name that goes into fields, labels and log lines unescaped.
    static func name(_ text: String, marks: String) throws(ValueError) -> String {
        let marks = Array(marks.utf8)
        let isAllowed = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: marks.contains(byte)
            }
        }
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed) else {
            let list = String(decoding: marks, as: UTF8.self).map { "`\($0)`" }.joined(separator: ", ")
            throw ValueError("\(text.quoted) is not a name", fix: "use 1 to 64 letters, digits and \(list)")
        }
        return text
    }

    /// Never part of a message: the text is a secret.
    static func secret(_ text: String, called name: String = "token") throws(ValueError) -> String {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw ValueError("the \(name) has spaces or characters outside ASCII")
        }
        guard (16...256).contains(text.utf8.count) else {
            throw ValueError(
                "the \(name) has \(text.utf8.count) characters",
                fix: "use 16 to 256, for example from `openssl rand -hex 16`"
            )
        }
        return text
    }
}
