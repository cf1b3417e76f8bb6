/// What happened to a process, as far as it explains failures of requests.
public enum LogEvent: UInt8, CaseIterable, Sendable, Codable {
    case none
    case started
    case stopped
    case crashed
    case outOfMemory
    case workerKilled
    case workersExhausted
    case serverDown
    case serverUp
    case reloaded
    case deployed
    case certificateExpired

    /// For people.
    public var title: String {
        switch self {
        case .none: "nothing"
        case .started: "started"
        case .stopped: "stopped"
        case .crashed: "crashed"
        case .outOfMemory: "killed, out of memory"
        case .workerKilled: "worker killed"
        case .workersExhausted: "no free worker"
        case .serverDown: "taken out after failures"
        case .serverUp: "taken in again"
        case .reloaded: "reloaded"
        case .deployed: "a new version rolled out"
        case .certificateExpired: "certificate expired"
        }
    }

    /// Whether requests are expected to fail just after it.
    var breaksRequests: Bool {
        switch self {
        case .none, .serverUp: false
        case .started, .stopped, .crashed, .outOfMemory, .workerKilled, .workersExhausted, .serverDown, .reloaded,
            .deployed, .certificateExpired:
            true
        }
    }
}
