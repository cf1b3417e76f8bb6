/// Reads and writes `512`, `16KiB`, `10MB`.
///
/// Not responsible for ranges.
enum SizeText {
    private static let units: [(name: String, bytes: UInt64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000), ("B", 1),
    ]

    static func parse(_ text: String) throws(ValueError) -> UInt64 {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let name = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = UInt64(digits), digits.utf8.count <= 18 else { throw Self.malformed(text) }
        guard !name.isEmpty else { return number }
        let unit = Self.units.first { $0.name.lowercased() == name.lowercased() }
        guard let unit else {
            guard ["k", "m", "g"].contains(name.lowercased()) else { throw Self.malformed(text) }
            let letter = name.uppercased()
            throw ValueError(
                "\(text.quoted) may mean thousands or 1024s",
                fix: "write `\(digits)\(letter)iB` (1024s) or `\(digits)\(letter)B` (thousands)"
            )
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.bytes)
        guard !overflow else { throw ValueError("\(text.quoted) is too large") }
        return product
    }

    /// The shortest form that `parse` reads back.
    static func text(_ bytes: UInt64) -> String {
        // A power of 1024 goes first among equals.
        let fitting = Self.units.filter { bytes > 0 && bytes.isMultiple(of: $0.bytes) && $0.bytes > 1 }
        guard let unit = fitting.max(by: { $0.bytes < $1.bytes }) else { return "\(bytes)" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }

    private static func malformed(_ text: String) -> ValueError {
        ValueError("\(text.quoted) is not a size", fix: "write it like `512`, `16KiB` or `10MB`")
    }
}
