/// What the requests of one worker say about an endpoint: up, ejected for a while, or on trial.
///
/// After the time of an ejection one request is let through. Its success brings the endpoint back, its fault ejects it
/// for twice as long. Told of every attempt's begin and end. Not responsible for checks, for what is a fault of the
/// endpoint, nor for answering the requests.
public struct PassiveHealth: Sendable, BitwiseCopyable {
    /// `.up`, `.ejected` or `.trial`.
    public private(set) var state = HealthState.up
    /// When an ejected endpoint may have its trial.
    public private(set) var ejectedUntil: UInt64 = 0
    /// When the endpoint last came back; 0 when it was never away.
    public private(set) var upSince: UInt64 = 0
    private var inRow: UInt32 = 0
    private var window = FaultWindow()
    /// Ejections that the next one's length grows with; quiet time makes them fewer.
    public private(set) var ejections: UInt32 = 0
    /// 5xx of the application, counted apart from faults.
    public private(set) var serverErrors: UInt64 = 0
    private var ejectedAt: UInt64 = 0
    private var trialAt: UInt64 = 0

    /// A trial whose end nobody reports must not keep an endpoint out for ever.
    private static let trialPatience: UInt64 = 60_000_000_000

    public init() {}

    /// Whether a request may go there now; true for one request at a time after an ejection.
    public func isAvailable(now: UInt64) -> Bool {
        switch self.state {
        case .ejected: now >= self.ejectedUntil
        case .trial: now &- self.trialAt >= Self.trialPatience
        case .up, .unknown, .down, .drained, .unresolved: true
        }
    }

    /// A request goes there: the trial, where the time for one has come.
    public mutating func began(now: UInt64) -> HealthChange? {
        guard self.state != .up, self.isAvailable(now: now) else { return nil }
        let from = self.state
        self.trialAt = now
        self.state = .trial
        return from == .trial ? nil : HealthChange(from: from, to: .trial, reason: .trialBegan, at: now)
    }

    /// The attempt that began at `begun` got an answer, whatever it said.
    public mutating func succeeded(begun: UInt64, now: UInt64, rules: EjectionRules) -> HealthChange? {
        switch self.state {
        case .up, .unknown, .down, .drained, .unresolved:
            self.inRow = 0
            if rules.isOn { self.window.add(isFault: false, now: now, length: rules.window) }
            return nil
        case .ejected, .trial:
            // What began before the ejection says nothing about the time after it.
            guard begun >= self.ejectedAt else { return nil }
            let change = HealthChange(from: self.state, to: .up, reason: .trialPassed, at: now)
            self.state = .up
            self.upSince = now
            self.forget()
            return change
        }
    }

    /// The attempt that began at `begun` met a fault of the endpoint or the way to it.
    ///
    /// - Parameter mayEject: `PoolGuard`'s word; asked only when there is reason to eject.
    public mutating func failed(
        begun: UInt64,
        now: UInt64,
        rules: EjectionRules,
        mayEject: @autoclosure () -> Bool
    ) -> HealthChange? {
        switch self.state {
        case .ejected: return nil
        case .trial:
            guard begun >= self.trialAt else { return nil }
            return self.eject(.trialFailed, now: now, rules: rules)
        case .up, .unknown, .down, .drained, .unresolved:
            guard rules.isOn else { return nil }
            self.inRow = self.inRow == .max ? .max : self.inRow + 1
            self.window.add(isFault: true, now: now, length: rules.window)
            guard let reason = self.reason(rules), mayEject() else { return nil }
            return self.eject(reason, now: now, rules: rules)
        }
    }

    /// The attempt that began at `begun` was answered with a 5xx of the application.
    public mutating func answeredServerError(
        begun: UInt64,
        now: UInt64,
        rules: EjectionRules,
        mayEject: @autoclosure () -> Bool
    ) -> HealthChange? {
        self.serverErrors &+= 1
        guard rules.countsServerErrors else { return self.succeeded(begun: begun, now: now, rules: rules) }
        return self.failed(begun: begun, now: now, rules: rules, mayEject: mayEject())
    }

    /// The attempt that began at `begun` ended without telling anything, because its client left.
    public mutating func abandoned(begun: UInt64) {
        guard self.state == .trial, begun >= self.trialAt else { return }
        self.state = .ejected
    }

    // MARK: - Other workers

    /// Requests of another worker ejected the endpoint; returns whether that is news.
    ///
    /// A trial under way here says more than what was found out before it.
    ///
    /// - Parameter mayEject: `PoolGuard`'s word; asked only where the endpoint is up here.
    public mutating func heardEjected(
        until: UInt64,
        ejections: UInt32,
        now: UInt64,
        mayEject: @autoclosure () -> Bool
    ) -> Bool {
        switch self.state {
        case .trial: return false
        case .ejected:
            self.ejectedUntil = max(self.ejectedUntil, until)
            self.ejections = max(self.ejections, ejections)
            return false
        case .up, .unknown, .down, .drained, .unresolved:
            guard until > now, mayEject() else { return false }
            self.ejectedUntil = until
            self.ejections = max(self.ejections, ejections)
            self.ejectedAt = now
            self.state = .ejected
            self.forget()
            return true
        }
    }

    /// A request of another worker was answered after an ejection; returns whether that is news.
    public mutating func heardUp(now: UInt64) -> Bool {
        switch self.state {
        case .up, .unknown, .down, .drained, .unresolved: return false
        case .ejected, .trial:
            self.state = .up
            self.upSince = now
            self.forget()
            return true
        }
    }

    private func reason(_ rules: EjectionRules) -> HealthReason? {
        if rules.consecutive > 0, self.inRow >= rules.consecutive { return .consecutiveFaults(self.inRow) }
        let (total, faults) = self.window.sums
        guard rules.percent > 0, total >= EjectionRules.leastRequests else { return nil }
        let share = UInt64(faults) * 100 / UInt64(total)
        guard share >= UInt64(rules.percent) else { return nil }
        return .faultShare(percent: UInt32(share), of: total)
    }

    private mutating func eject(_ reason: HealthReason, now: UInt64, rules: EjectionRules) -> HealthChange {
        let from = self.state
        if from != .trial {
            // Each stretch of quiet as long as the longest ejection makes up for one.
            let quiet = self.upSince == 0 ? 0 : (now &- min(now, self.upSince)) / rules.longest
            self.ejections -= UInt32(min(quiet, UInt64(self.ejections)))
        }
        self.ejectedUntil = now &+ rules.length(ejections: self.ejections)
        self.ejections = min(self.ejections + 1, 40)
        self.ejectedAt = now
        self.state = .ejected
        self.forget()
        return HealthChange(from: from, to: .ejected, reason: reason, at: now, until: self.ejectedUntil)
    }

    private mutating func forget() {
        self.inRow = 0
        self.window = FaultWindow()
    }
}
