public import GatewayFaults

/// Whether an endpoint gets requests, and if not, on whose word.
public enum HealthState: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// Nothing was asked or met yet; counts as up.
    case unknown
    case up
    /// Out of the rotation for a while, after faults of requests.
    case ejected
    /// Out of the rotation, but one request is on its way to find out.
    case trial
    /// Its check fails.
    case down
    /// An operator took it out.
    case drained
    /// Its name has no address.
    case unresolved

    /// Whether new requests go there; the one of a trial is let through by `PassiveHealth`.
    public var isAvailable: Bool {
        switch self {
        case .unknown, .up: true
        case .ejected, .trial, .down, .drained, .unresolved: false
        }
    }

    /// The stable name for logs, metrics and JSON.
    public var token: String {
        switch self {
        case .unknown: "unknown"
        case .up: "up"
        case .ejected: "ejected"
        case .trial: "trial"
        case .down: "down"
        case .drained: "drained"
        case .unresolved: "unresolved"
        }
    }
}

/// What was wrong with the answer to a check.
public enum CheckFailure: Hashable, Sendable, BitwiseCopyable {
    /// A status that is not among those expected.
    case status(UInt16)
    /// The `grpc-status` of a call that failed.
    case callStatus(UInt16)
    /// The text was not in the first 64 KiB of the content.
    case content
    /// There was no answer: connecting, waiting or reading met this.
    case fault(Fault)

    /// The stable name for logs, metrics and JSON.
    public var token: String {
        switch self {
        case .status: "check_status"
        case .callStatus: "check_grpc_status"
        case .content: "check_content"
        case .fault(let fault): fault.detail.token
        }
    }
}

/// Why an endpoint's state changed.
public enum HealthReason: Hashable, Sendable, BitwiseCopyable {
    /// So many requests in a row met a fault.
    case consecutiveFaults(UInt32)
    /// So many percent of so many requests met a fault.
    case faultShare(percent: UInt32, of: UInt32)
    /// The request of a trial met a fault.
    case trialFailed
    /// A request got its answer.
    case trialPassed
    /// The time of an ejection is over and a request is on its way.
    case trialBegan
    case checkFailed(CheckFailure)
    case checkPassed
    /// The configuration has no such check any more.
    case checkRemoved
    case drained
    case restored
    case resolved
    case unresolved

    /// The stable name for logs, metrics and JSON; a failed check's own is `CheckFailure.token`.
    public var token: String {
        switch self {
        case .consecutiveFaults: "consecutive_faults"
        case .faultShare: "fault_share"
        case .trialFailed: "trial_failed"
        case .trialPassed: "trial_passed"
        case .trialBegan: "trial_began"
        case .checkFailed: "check_failed"
        case .checkPassed: "check_passed"
        case .checkRemoved: "check_removed"
        case .drained: "drained"
        case .restored: "restored"
        case .resolved: "resolved"
        case .unresolved: "unresolved"
        }
    }
}

/// One change of an endpoint's state; whose it is, the receiver knows.
public struct HealthChange: Hashable, Sendable, BitwiseCopyable {
    public var from: HealthState
    public var to: HealthState
    public var reason: HealthReason
    /// Monotonic nanoseconds.
    public var at: UInt64
    /// When an ejection ends at the earliest; 0 for no known end.
    public var until: UInt64

    public init(from: HealthState, to: HealthState, reason: HealthReason, at: UInt64, until: UInt64 = 0) {
        self.from = from
        self.to = to
        self.reason = reason
        self.at = at
        self.until = until
    }
}
