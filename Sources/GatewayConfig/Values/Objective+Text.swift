extension Objective {
    /// Reads `99.9%` as thousandths of a percent.
    static func availability(_ text: String) throws(ValueError) -> Int {
        guard text.hasSuffix("%"), let value = DecimalText.thousandths(text.dropLast()) else {
            throw ValueError("\(text.quoted) is not an availability", fix: "write it like `99.9%` or `99.95%`")
        }
        guard value > 0 else {
            throw ValueError("an availability of 0 % promises nothing", fix: "leave `objective` out")
        }
        guard value <= 100_000 else {
            throw ValueError("\(text.quoted) is more than all requests", fix: "write less than `100%`, such as `99.9%`")
        }
        return value
    }

    /// Reads `0.05` as thousandths.
    static func value(_ text: String) throws(ValueError) -> Int {
        guard let value = DecimalText.thousandths(text) else {
            throw ValueError(
                "\(text.quoted) is not an amount",
                fix: "write a number with at most three decimals, such as `0.05`; the `currency` has its own key"
            )
        }
        guard value > 0 else { throw ValueError("a value of 0 counts nothing", fix: "leave `value-per-request` out") }
        return value
    }

    /// Reads a currency code (ISO 4217): three capital letters.
    static func currency(_ text: String) throws(ValueError) -> String {
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
            throw ValueError("\(text.quoted) is not a currency code", fix: "write three capital letters, such as `EUR`")
        }
        return text
    }

    /// `99.9%`.
    var availabilityText: String { "\(DecimalText.text(self.availability))%" }
}
