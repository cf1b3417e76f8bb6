public import GatewayConfig

/// How many requests an endpoint is given at once, learned from its distress.
///
/// Additive increase, multiplicative decrease (AIMD), as TCP does it: unlimited until distress, then 0.7 of what was
/// under way, then one more for each round of successes while the limit is in use. A limit that stood in nobody's way
/// for a minute is dropped.
///
/// Why not a latency gradient: the signs used here say "too much" and nothing else. A gradient compares with a
/// baseline that must be measured first, drifts with the mix of requests, and takes a slow page for overload.
/// What it cannot see: an endpoint that only gets slower and never fails (`BacklogLimit` is for that),
/// overload that another client of the endpoint causes (it is answered all the same), and which of two workers
/// caused it; each worker finds its own share.
///
/// Five rules keep it from making an outage, or making one worse:
/// - A request that began before the last decrease says nothing about the new limit and changes nothing.
/// - Where nothing succeeded since the last decrease, a failed connect is no news: such an endpoint is down rather
///   than overloaded, which is the business of health. The base of a decrease is the most under way of the last
///   second or two, because a crash has emptied the endpoint by the time it is noticed.
/// - The step of the increase doubles for every second without distress, up to a quarter of the limit a round, so
///   that an endpoint is back at a thousand within seconds instead of a thousand round trips.
/// - One page that always times out or answers 503 is no overload: a limit begins only where a fifth of the last
///   results or so is distress. A failed connect says more, it concerns the endpoint as such, and one is enough.
/// - Where distress goes on right after a decrease, before the limit grew again, the decrease did not help. When that
///   is so time after time while most requests succeed, load is not the cause: the limit is dropped, and such signs
///   are passed over for a minute. In a simulation with one request in ten answered 503 by design, the plain rule
///   held back 98 % of the requests; with this one it is below 5 %.
///
/// Not responsible for counting: the caller says how many are under way.
public struct AdaptiveLimit: Sendable, BitwiseCopyable {
    /// What an endpoint does that has too much.
    public enum Distress: Sendable, CaseIterable, BitwiseCopyable {
        /// Refused, reset, or not answered while connecting; a full backlog.
        case connecting
        /// No response head in time.
        case responseHeadTimeout
        /// The endpoint answered 503 itself.
        case serviceUnavailable
        /// The response head came later than `OverloadPolicy.latency`.
        case late
    }

    /// The limit never falls below this.
    public static let minimum: UInt32 = 4
    /// Time between two decreases, at least.
    private static let pause: UInt64 = 100_000_000
    /// Share of distress at which a limit begins, and above which the endpoint is taken to be in real trouble;
    /// of 65,536.
    private static let fifth: UInt32 = 13_107
    private static let half: UInt32 = 32_768
    /// Four decreases in vain; from twice of what an endpoint can take down to that, two or three are.
    private static let mostVainness: UInt32 = 8
    private static let second: UInt64 = 1_000_000_000
    private static let minute: UInt64 = 60_000_000_000

    // First what every request reads: of the many endpoints of a large pool few cache lines are touched.
    /// `.max` for none.
    private var bound = UInt32.max
    /// Share of distress among the last 32 results or so, of 65,536.
    private var share: UInt32 = 0
    private var latency: UInt64
    private var decreasedAt: UInt64 = 0
    private var minutePeak: Peak
    private var secondPeak: Peak
    private var isOn: Bool
    /// Whether anything succeeded since the last decrease.
    private var hasSucceeded = true
    /// Whether the limit grew since the last decrease, and whether distress came before that.
    private var hasGrown = false
    private var wasInVain = false
    private var successes: UInt32 = 0
    private var distressedAt: UInt64 = 0
    private var deafUntil: UInt64 = 0
    /// Two more for a decrease in vain, one less for one that helped.
    private var vainness: UInt32 = 0

    public init(_ policy: OverloadPolicy) {
        self.isOn = policy.isAdaptive
        self.latency = policy.latency.map { UInt64($0.count) * 1_000_000 } ?? 0
        self.minutePeak = Peak(length: Self.minute)
        self.secondPeak = Peak(length: Self.second)
    }

    /// A new policy for what is known already: a limit that was found holds on, unless limits are off now.
    public mutating func obey(_ policy: OverloadPolicy) {
        self.isOn = policy.isAdaptive
        self.latency = policy.latency.map { UInt64($0.count) * 1_000_000 } ?? 0
        guard !self.isOn else { return }
        self = AdaptiveLimit(policy)
    }

    /// The limit, or nil while there is none.
    public var limit: Int? { self.bound == .max ? nil : Int(self.bound) }

    /// Whether one more may be sent where `inFlight` are under way.
    public func hasRoom(inFlight: Int) -> Bool { inFlight < Int(self.bound) }

    /// A request was given to the endpoint; it is counted in `inFlight`.
    public mutating func began(inFlight: Int, now: UInt64) {
        let count = UInt32(clamping: inFlight)
        self.minutePeak.saw(count, now)
        self.secondPeak.saw(count, now)
    }

    /// A response head other than 503 came; the request is still counted in `inFlight`.
    ///
    /// - Returns: whether it was so late that it counted as distress.
    @discardableResult
    public mutating func succeeded(beganAt: UInt64, inFlight: Int, now: UInt64) -> Bool {
        let isNew = self.isNew(beganAt)
        if isNew { self.hasSucceeded = true }
        if self.latency > 0, now > beganAt, now - beganAt > self.latency {
            self.distressed(.late, beganAt: beganAt, inFlight: inFlight, now: now)
            return true
        }
        self.share -= self.share / 32
        guard self.bound != .max, isNew else { return false }
        self.grow(UInt32(clamping: inFlight), now)
        return false
    }

    /// The endpoint showed distress; the request is still counted in `inFlight`.
    public mutating func distressed(_ sign: Distress, beganAt: UInt64, inFlight: Int, now: UInt64) {
        guard self.isOn else { return }
        self.distressedAt = max(self.distressedAt, now)
        self.share += (65_536 - self.share) / 32
        if self.bound != .max, self.isNew(beganAt), !self.hasGrown { self.wasInVain = true }
        guard self.counts(sign, beganAt, now) else { return }
        if self.bound != .max, sign != .connecting, self.isPointless() {
            self.bound = .max
            self.deafUntil = now &+ Self.minute
            self.vainness = 0
            return
        }
        let seen = max(UInt32(clamping: inFlight), self.secondPeak.highest(now))
        let base = min(self.bound, seen)
        self.bound = max(Self.minimum, UInt32(UInt64(base) * 7 / 10))
        self.decreasedAt = now
        self.successes = 0
        self.hasSucceeded = false
        self.hasGrown = false
        self.wasInVain = false
    }

    /// Whether a sign says something that is not known yet.
    private func counts(_ sign: Distress, _ beganAt: UInt64, _ now: UInt64) -> Bool {
        let isLimited = self.bound != .max
        if isLimited {
            let isPaused = now < self.decreasedAt || now - self.decreasedAt < Self.pause
            guard self.isNew(beganAt), !isPaused else { return false }
        }
        switch sign {
        case .connecting: return self.hasSucceeded
        case .responseHeadTimeout, .serviceUnavailable, .late:
            return isLimited || (self.share >= Self.fifth && now >= self.deafUntil)
        }
    }

    /// Whether the last decreases did not help, and one more would not either.
    private mutating func isPointless() -> Bool {
        if self.wasInVain, self.share < Self.half {
            self.vainness += 2
        } else if self.vainness > 0 {
            self.vainness -= 1
        }
        return self.vainness >= Self.mostVainness
    }

    /// Whether a request began under the present limit; one of the same turn of the loop did not.
    private func isNew(_ beganAt: UInt64) -> Bool { beganAt > self.decreasedAt || self.bound == .max }

    private mutating func grow(_ inFlight: UInt32, _ now: UInt64) {
        let calm = now > self.distressedAt ? now - self.distressedAt : 0
        let twice = UInt64(self.minutePeak.highest(now)) * 2
        if calm >= Self.minute, UInt64(self.bound) > twice {
            self.bound = .max
            return
        }
        // Room that nobody used was not proved.
        guard UInt64(inFlight) * 2 >= UInt64(self.bound) else { return }
        self.successes += 1
        guard self.successes >= self.bound else { return }
        self.successes = 0
        let doublings = min(calm / Self.second, 16)
        let step = min(UInt32(1) << UInt32(doublings), max(1, self.bound / 4))
        self.bound = min(self.bound + step, .max - 1)
        self.hasGrown = true
    }
}

extension AdaptiveLimit {
    /// The highest number of the last one to two windows.
    private struct Peak: Sendable, BitwiseCopyable {
        let length: UInt64
        private var startedAt: UInt64 = 0
        private var current: UInt32 = 0
        private var previous: UInt32 = 0

        init(length: UInt64) { self.length = length }

        mutating func saw(_ count: UInt32, _ now: UInt64) {
            self.turn(now)
            self.current = max(self.current, count)
        }

        mutating func highest(_ now: UInt64) -> UInt32 {
            self.turn(now)
            return max(self.current, self.previous)
        }

        private mutating func turn(_ now: UInt64) {
            guard now >= self.startedAt, now - self.startedAt >= self.length else { return }
            self.previous = now - self.startedAt >= 2 * self.length ? 0 : self.current
            self.current = 0
            self.startedAt = now
        }
    }
}
