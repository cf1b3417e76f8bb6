public import GatewayConfig

/// A rate limit as arithmetic: a token bucket kept as one number, the time at which the bucket will be full again.
///
/// Every request moves that time on by the interval between two requests; a request is denied when it would come to
/// lie more than a whole bucket ahead of now. That is a token bucket exactly, without a fill to compute and with
/// eight bytes a client. Denied requests move nothing, so a client that keeps knocking is served at its rate.
///
/// Not responsible for whose bucket it is: `TokenBucket` and `TokenBuckets`.
public struct RateRule: Hashable, Sendable, BitwiseCopyable {
    private static let second: UInt64 = 1_000_000_000
    /// A century: longer than any bucket needs to be deep, and twice that is still a number.
    private static let deepest: UInt64 = 100 * 31_557_600 * 1_000_000_000

    /// Nanoseconds between two requests at the rate.
    let interval: UInt64
    /// Nanoseconds that a whole bucket is worth.
    let depth: UInt64
    /// Requests that may come at once.
    public let burst: UInt64
    /// The policy as requests in whole seconds, for the `RateLimit-Policy` field.
    let quota: UInt64
    let window: UInt64

    /// What becomes of a request.
    public enum Verdict: Hashable, Sendable, BitwiseCopyable {
        /// `remaining` more may come now; after `resetSeconds` the bucket is full again.
        case allowed(remaining: UInt64, resetSeconds: UInt64)
        /// The next one is allowed after so many milliseconds.
        case denied(retryAfterMilliseconds: UInt64)

        public var isAllowed: Bool {
            switch self {
            case .allowed: true
            case .denied: false
            }
        }
    }

    /// - Parameters:
    ///   - limit: what is impossible in it (no requests, no period) is taken as 1.
    ///   - workers: how many share the rate; the burst is shared as well and at least 1.
    public init(_ limit: RateLimit, workers: Int = 1) {
        let requests = UInt64(min(max(limit.requests, 1), 1_000_000_000))
        let milliseconds = UInt64(max(limit.period.count, 1))
        let workers = UInt64(min(max(workers, 1), 4096))
        let burst = UInt64(min(max(limit.burst, 1), 1_000_000_000))
        self.interval = min(max(1, milliseconds * 1_000_000 * workers / requests), Self.deepest)
        self.burst = max(1, burst / workers)
        let (depth, overflow) = self.interval.multipliedReportingOverflow(by: self.burst)
        self.depth = overflow ? Self.deepest : min(depth, Self.deepest)
        self.window = (milliseconds + 999) / 1000
        self.quota = max(1, requests * self.window * 1000 / milliseconds)
    }

    /// Decides on a request and moves `fullAt`, the time at which the bucket will be full again.
    @inline(__always)
    func decide(_ fullAt: inout UInt64, _ now: UInt64) -> Verdict {
        // A bucket cannot be emptier than empty; that also repairs a time that went back.
        let debt = min(fullAt > now ? fullAt - now : 0, self.depth)
        guard debt + self.interval <= self.depth else {
            return .denied(retryAfterMilliseconds: (debt + self.interval - self.depth + 999_999) / 1_000_000)
        }
        let after = debt + self.interval
        fullAt = now &+ after < now ? .max : now + after
        return .allowed(
            remaining: (self.depth - after) / self.interval,
            resetSeconds: (after + Self.second - 1) / Self.second
        )
    }
}

/// One bucket, for all clients of a route together.
public struct TokenBucket: Sendable, BitwiseCopyable {
    public let rule: RateRule
    private var fullAt: UInt64 = 0

    public init(_ rule: RateRule) { self.rule = rule }

    /// A request came.
    public mutating func take(_ now: UInt64) -> RateRule.Verdict {
        self.rule.decide(&self.fullAt, now)
    }
}
