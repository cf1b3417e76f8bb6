/// Reads `20%`.
///
/// Not responsible for ranges.
enum PercentText {
    static func parse(_ text: String) throws(ValueError) -> Int {
        let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits)
        else { throw ValueError("\(text.quoted) is not a whole percentage", fix: "write it like `20%`") }
        guard text.hasSuffix("%") else {
            throw ValueError("\(text.quoted) has no percent sign", fix: "write `\(number)%`")
        }
        return number
    }
}
