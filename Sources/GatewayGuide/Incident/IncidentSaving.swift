/// What kept a client from seeing a failure.
public enum IncidentSaving: String, Codable, CaseIterable, Hashable, Sendable {
    case retry
    /// A wait until something was up or had room.
    case wait
    /// A stored response in the place of an error.
    case stored
    /// A name asked for again, whose new address answered.
    case resolve
    /// A second server, asked before the first attempt failed.
    case hedge

    /// What stands behind "saved by".
    var words: String {
        switch self {
        case .retry: "a retry"
        case .wait: "waiting"
        case .stored: "a stored response"
        case .resolve: "a new address of the name"
        case .hedge: "a second server that had been asked as well"
        }
    }
}
