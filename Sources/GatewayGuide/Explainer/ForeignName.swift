public import GatewayFaults

/// One name that another program gives to a failure, and what it is in our vocabulary.
///
/// Read from the tables `ForeignNames+….swift`, whose columns are divided by " | ":
/// names, the first one the usual (divided by " / "; "…" stands for any text), status the client sees, our faults,
/// retry classes, meaning, and what to do where our own advice for the first fault does not fit.
public struct ForeignName: Sendable {
    public let product: ForeignProduct
    let patterns: [NamePattern]
    public let status: String
    public let details: [Fault.Detail]
    public let retry: [Fault.RetryClass]
    public let meaning: String
    public let advice: String?

    public var name: String { self.patterns.first?.name ?? "" }

    /// All its spellings; "…" stands for any text.
    public var names: [String] { self.patterns.map(\.name) }

    init?(row: Substring, product: ForeignProduct) {
        let columns = row.components(dividedBy: " | ")
        guard columns.count == 5 || columns.count == 6 else { return nil }
        self.product = product
        self.patterns = columns[0].components(dividedBy: " / ").map { NamePattern($0) }
        self.status = columns[1]
        var details: [Fault.Detail] = []
        for token in columns[2].components(dividedBy: ", ") where token != "-" {
            guard let detail = Fault.Detail(token: token) else { return nil }
            details.append(detail)
        }
        var retry: [Fault.RetryClass] = []
        for label in columns[3].components(dividedBy: ", ") where label != "-" {
            guard let known = Fault.RetryClass.allCases.first(where: { $0.label == label }) else { return nil }
            retry.append(known)
        }
        self.details = details
        self.retry = retry
        self.meaning = columns[4]
        self.advice = columns.count == 6 ? columns[5] : nil
    }
}

extension StringProtocol {
    /// The parts between occurrences of a divider.
    fileprivate func components(dividedBy divider: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: divider) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        parts.append(String(rest))
        return parts
    }
}
