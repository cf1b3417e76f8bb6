/// Reads the permissions of a file.
enum FileModeText {
    /// Three octal digits with a zero in front, as `chmod` takes them: without the zero it could be meant as decimal.
    static func parse(_ text: String) throws(ValueError) -> UInt16 {
        let digits = Array(text.utf8)
        guard digits.count == 4, digits[0] == 0x30, digits.allSatisfy({ (0x30...0x37).contains($0) }) else {
            throw ValueError("\(text.quoted) are not permissions", fix: "write four octal digits, such as `0660`")
        }
        return digits.reduce(0) { $0 << 3 | UInt16($1 - 0x30) }
    }

    /// The form in which it is written.
    static func text(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
