/// Reads `10s`, `250ms`, `1m30s`, `off`.
///
/// Not responsible for ranges.
enum DurationText {
    private static let units: [(name: String, milliseconds: UInt64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func parse(_ text: String) throws(ValueError) -> Milliseconds {
        if text == "off" || text == "0" { return .off }
        guard text.utf8.count <= 32 else { throw Self.malformed(text) }
        if text.utf8.allSatisfy(Self.isDigit), !text.isEmpty {
            throw ValueError("\(text.quoted) has no unit", fix: "write `\(text)s` or `\(text)ms`")
        }
        var rest = Substring(text)
        var total: UInt64 = 0
        var nextUnit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            // Units go from large to small, each once, so that `1s1s` and `5s1m` are seen as the slips they are.
            let unit = Self.units[nextUnit...].firstIndex { $0.name == name }
            guard let number = UInt64(digits), let unit else { throw Self.malformed(text) }
            let (product, overflow) = number.multipliedReportingOverflow(by: Self.units[unit].milliseconds)
            guard !overflow, product <= UInt64(UInt32.max), total + product <= UInt64(UInt32.max) else {
                throw ValueError("\(text.quoted) is too long", fix: "the longest is 49d")
            }
            total += product
            nextUnit = unit + 1
        }
        guard nextUnit > 0 else { throw Self.malformed(text) }
        return Milliseconds(UInt32(total))
    }

    private static func malformed(_ text: String) -> ValueError {
        switch text.lowercased() {
        case "no", "none", "false", "never", "infinite", "unlimited":
            ValueError("\(text.quoted) is not a duration", fix: "write `off` for no limit")
        default:
            ValueError("\(text.quoted) is not a duration", fix: "write it like `250ms`, `10s`, `1m30s` or `1h`")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
