/// What became of a request's second attempt, where the route asks a second server (`hedge`).
public enum HedgeEnding: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    /// None was made.
    case none
    case underWay
    /// It answered first, or alone.
    case won
    /// The first attempt answered first.
    case lost
    /// It ended in a fault or with 502, 503 or 504.
    case failed
    /// The budget of the route did not allow it.
    case denied

    /// The label in metrics and logs.
    public var token: String {
        switch self {
        case .none: "none"
        case .underWay: "under_way"
        case .won: "won"
        case .lost: "lost"
        case .failed: "failed"
        case .denied: "denied"
        }
    }
}
