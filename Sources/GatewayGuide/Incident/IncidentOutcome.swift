/// How an exchange that is worth a record ended.
public enum IncidentOutcome: String, Codable, CaseIterable, Hashable, Sendable {
    /// The gateway answered with an error of its own.
    case failed
    /// Something failed and the client noticed nothing; `Incident.savedBy` says why.
    case saved
    /// The response had begun, so the gateway could only cut it visibly.
    case aborted
}
