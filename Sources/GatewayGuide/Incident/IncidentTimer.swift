/// One time limit that applied to an exchange.
public struct IncidentTimer: Codable, Hashable, Sendable {
    public var name: String
    public var valueMS: Double
    /// "default", or the "file:line" that set it.
    public var setAt: String
    public var fired: Bool

    public init(name: String, valueMS: Double, setAt: String = "default", fired: Bool = false) {
        self.name = name
        self.valueMS = valueMS
        self.setAt = setAt
        self.fired = fired
    }
}
