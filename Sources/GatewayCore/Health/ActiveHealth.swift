public import GatewayConfig

/// What the checks of one endpoint say about it, and when the next one is due.
///
/// So many good answers in a row bring it up, so many bad ones take it down; before that many it is unknown and counts
/// as up, because a gateway that starts must not refuse everybody until its first round of checks is over. Not
/// responsible for asking.
public struct ActiveHealth: Sendable, BitwiseCopyable {
    /// `.unknown`, `.up` or `.down`.
    public private(set) var state = HealthState.unknown
    /// Monotonic nanoseconds.
    public private(set) var nextCheck: UInt64
    /// The last answer, where it was bad.
    public private(set) var lastFailure: CheckFailure?
    private var passesInRow: UInt32 = 0
    private var failuresInRow: UInt32 = 0

    /// First checks are spread over the interval, but at most so much.
    private static let firstSpread: UInt64 = 1_000_000_000

    /// - Parameter random: fresh random bits, so that many endpoints are not all asked at once.
    public init(now: UInt64, check: HealthCheck, random: UInt64) {
        let spread = min(Self.interval(check), Self.firstSpread)
        self.nextCheck = now &+ random % max(1, spread)
    }

    private static func interval(_ check: HealthCheck) -> UInt64 {
        max(1, UInt64(check.interval.count)) * 1_000_000
    }

    /// The answer was what was asked for.
    public mutating func passed(now: UInt64, check: HealthCheck, random: UInt64) -> HealthChange? {
        self.schedule(now: now, check: check, random: random)
        self.lastFailure = nil
        self.failuresInRow = 0
        self.passesInRow = self.passesInRow == .max ? .max : self.passesInRow + 1
        // One good answer is enough to know what was unknown; coming back takes more.
        let enough = self.state == .unknown ? 1 : UInt32(clamping: max(1, check.rise))
        guard self.state != .up, self.passesInRow >= enough else { return nil }
        return self.change(to: .up, .checkPassed, now)
    }

    /// There was no answer, or another one than was asked for.
    public mutating func failed(
        _ failure: CheckFailure,
        now: UInt64,
        check: HealthCheck,
        random: UInt64
    ) -> HealthChange? {
        self.schedule(now: now, check: check, random: random)
        self.lastFailure = failure
        self.passesInRow = 0
        self.failuresInRow = self.failuresInRow == .max ? .max : self.failuresInRow + 1
        guard self.state != .down, self.failuresInRow >= UInt32(clamping: max(1, check.fall)) else { return nil }
        return self.change(to: .down, .checkFailed(failure), now)
    }

    /// The gateway could not ask, which says nothing about the endpoint.
    public mutating func wasNotAsked(now: UInt64, check: HealthCheck, random: UInt64) {
        self.schedule(now: now, check: check, random: random)
    }

    private mutating func change(to state: HealthState, _ reason: HealthReason, _ now: UInt64) -> HealthChange {
        let change = HealthChange(from: self.state, to: state, reason: reason, at: now)
        self.state = state
        return change
    }

    /// An interval from now, a tenth of it more or less.
    private mutating func schedule(now: UInt64, check: HealthCheck, random: UInt64) {
        let interval = Self.interval(check)
        self.nextCheck = now &+ interval &- interval / 10 &+ random % (interval / 5 + 1)
    }
}
