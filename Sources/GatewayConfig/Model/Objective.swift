/// What a route promises, and what a broken promise costs.
public struct Objective: Hashable, Sendable {
    /// Share of requests answered without a fault of ours or the upstream's, in thousandths of a percent (99,900 is 99.9 %).
    public var availability: Int
    /// Value of one request in thousandths of `currency`; nil when it has none.
    public var valuePerRequest: Int?
    public var currency: String

    public init(availability: Int = 99_900, valuePerRequest: Int? = nil, currency: String = "EUR") {
        self.availability = availability
        self.valuePerRequest = valuePerRequest
        self.currency = currency
    }
}
