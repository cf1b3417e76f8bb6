/// What kept a client from seeing a fault.
public enum Prevention: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    case none
    /// Another attempt.
    case retry
    /// A wait until something was up, or until there was room.
    case wait
    /// A stored response in place of a fault.
    case stale
    /// A name asked for again, whose new address answered.
    case resolve
    /// A second server, asked before the first attempt failed.
    case hedge

    /// The label in metrics and logs.
    public var token: String {
        switch self {
        case .none: "none"
        case .retry: "retry"
        case .wait: "wait"
        case .stale: "stale"
        case .resolve: "resolve"
        case .hedge: "hedge"
        }
    }
}
