/// How an exchange that is worth a record ended.
public enum IncidentOutcome: String, Codable, CaseIterable, Hashable, Sendable {
    /// The gateway answered with an error of its own.
    case failed
    /// An attempt failed and a later one succeeded: the client noticed nothing.
    case saved
    /// The response had begun, so the gateway could only cut it visibly.
    case aborted
}
