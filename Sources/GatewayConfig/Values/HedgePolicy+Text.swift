extension HedgePolicy.Delay {
    /// What a percentile may be: below half, more requests are sent twice than once.
    static let percentiles = 50...99
    static let times = Milliseconds(1)...Milliseconds.seconds(60)

    /// Reads `p95`, `200ms`; nil for `off`.
    static func parse(_ text: String) throws(ValueError) -> HedgePolicy.Delay? {
        if text.hasPrefix("p"), let number = Int(text.dropFirst()), text.utf8.count == 3 {
            guard Self.percentiles.contains(number) else {
                throw ValueError("\(text.quoted) is out of range", fix: "from `p50` to `p99`, such as `p95`")
            }
            return .percentile(number)
        }
        guard let time = try? DurationText.parse(text) else {
            throw ValueError(
                "\(text.quoted) is neither a percentile nor a duration",
                fix: "write it like `p95` or `200ms`, or `off`"
            )
        }
        guard !time.isOff else { return nil }
        guard Self.times.contains(time) else {
            throw ValueError(
                "\(text.quoted) is out of range",
                fix: "from \(Self.times.lowerBound) to \(Self.times.upperBound)"
            )
        }
        return .time(time)
    }
}

extension HedgePolicy.Delay: CustomStringConvertible {
    public var description: String {
        switch self {
        case .percentile(let number): "p\(number)"
        case .time(let time): time.description
        }
    }
}
