/// Reads decimal numbers of up to three places as whole thousandths, so that no amount is rounded.
enum DecimalText {
    /// Not negative, at most nine digits before the point; nil for anything else.
    static func thousandths(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Self.number($0, digits: 1...9) }) else { return nil }
        guard parts.count == 2 else { return whole * 1000 }
        guard let fraction = Self.number(parts[1], digits: 1...3) else { return nil }
        let scale = [100, 10, 1][parts[1].utf8.count - 1]
        return whole * 1000 + fraction * scale
    }

    /// The shortest form that `thousandths` reads back.
    static func text(_ thousandths: Int) -> String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return "\(whole)" }
        var digits = "\(rest + 1000)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    private static func number(_ text: some StringProtocol, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
