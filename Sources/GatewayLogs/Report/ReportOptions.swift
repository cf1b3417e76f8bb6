/// What a report is to contain.
public struct ReportOptions: Sendable {
    /// What tables can be made by.
    public enum Key: String, CaseIterable, Sendable {
        case endpoint, url, upstream, host, client, status, method
    }

    /// Rows of a table, and causes that are told in full.
    public var top = 5
    public var keys: [Key] = [.endpoint, .upstream]
    public var costPerRequest: Double?

    public init() {}
}
