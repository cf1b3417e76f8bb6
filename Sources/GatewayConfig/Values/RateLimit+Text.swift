extension RateLimit {
    /// More would not be a limit, and products with a period stay far from overflow.
    static let largest = 10_000_000
    private static let longestPeriod = Milliseconds.seconds(86_400)
    private static let example = "write it like `100/s`, `1000/m` or `10/s burst 20`"

    /// Reads `100/s`, `1000/m`, `30/10s` and `10/s burst 20`.
    init(configuration text: String) throws(ValueError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 64, parts.count == 2 else {
            throw ValueError("\(text.quoted) is not a rate", fix: Self.example)
        }
        let words = parts[1].split(separator: " ")
        guard words.count == 1 || (words.count == 3 && words[1] == "burst") else {
            throw ValueError("\(text.quoted) is not a rate", fix: Self.example)
        }
        if parts[0].hasSuffix("r"), parts[0].utf8.count > 1 {
            throw ValueError("\(text.quoted) is not a rate", fix: "write `\(parts[0].dropLast())/\(words[0])`")
        }
        let requests = try Self.count(parts[0].drop { $0 == " " }, in: text)
        guard requests > 0 else {
            throw ValueError(
                "a rate of 0 lets nobody in",
                fix: "write `off` for no limit, or close the route with `maintenance`"
            )
        }
        let period = try Self.period(words[0], in: text)
        guard words.count == 3 else {
            self.init(requests: requests, period: period)
            return
        }
        let burst = try Self.count(words[2], in: text)
        guard burst > 0 else { throw ValueError("a burst of 0 lets nobody in", fix: "write at least `burst 1`") }
        self.init(requests: requests, period: period, burst: burst)
    }

    private static func count(_ text: Substring, in whole: String) throws(ValueError) -> Int {
        let digits = text.last == " " ? text.dropLast() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ValueError("\(whole.quoted) is not a rate", fix: Self.example)
        }
        guard let number = Int(digits), number <= Self.largest else {
            throw ValueError("\(whole.quoted) is out of range", fix: "at most \(Self.largest) requests")
        }
        return number
    }

    /// `s` is one second, `10s` ten.
    private static func period(_ text: Substring, in whole: String) throws(ValueError) -> Milliseconds {
        let isUnit = ["s", "m", "h", "d"].contains(text)
        guard let period = try? DurationText.parse(isUnit ? "1\(text)" : String(text)), !period.isOff else {
            throw ValueError("\(whole.quoted) has no known unit of time", fix: Self.example)
        }
        guard period <= Self.longestPeriod else {
            throw ValueError("\(whole.quoted) is out of range", fix: "the longest period is a day")
        }
        return period
    }
}

extension RateLimit: CustomStringConvertible {
    /// The form in which it is written in a configuration file.
    public var description: String {
        let period =
            switch self.period {
            case .seconds(1): "s"
            case .seconds(60): "m"
            case .seconds(3600): "h"
            default: self.period.description
            }
        return "\(self.requests)/\(period)" + (self.burst == self.requests ? "" : " burst \(self.burst)")
    }
}
