public import GatewayConfig

/// How many retries a route may still make, so that retries never multiply an outage.
///
/// Two sources: a share of the requests of the last ten seconds, and a reserve that fills by so much a second, for
/// sites too quiet to earn a share. The reserve holds one second's worth and always at least one retry, so a lone
/// failure on an idle site is retried on whichever of the workers it falls. The share is spent first, because it
/// goes stale.
///
/// Per route and worker, nothing is shared: the share needs no division (each worker sees its own requests), the
/// reserve is divided by the number of workers. Not responsible for whether a retry is safe: that is
/// `AttemptDecision`.
public struct RetryBudget: Sendable, BitwiseCopyable {
    private static let second: UInt64 = 1_000_000_000

    private let percent: UInt64
    private let perSecond: UInt64
    /// Credit that one retry costs: a second's worth of one retry a second, times the workers that share it.
    private let price: UInt64
    /// Most credit that the reserve holds.
    private let ceiling: UInt64

    private var requests = SlidingCount()
    /// Retries of the window that were paid from the share.
    private var spent = SlidingCount()
    private var credit: UInt64
    private var filledAt: UInt64 = 0

    /// - Parameters:
    ///   - percent: share of the requests; what is outside of 0 ... 100 is moved there.
    ///   - perSecond: the whole process's reserve; 0 for none.
    ///   - workers: how many share the reserve.
    public init(percent: Int, perSecond: Int, workers: Int = 1) {
        self.percent = UInt64(min(max(percent, 0), 100))
        // A million a second is beyond every use, and keeps each product below 2⁶⁴.
        self.perSecond = UInt64(min(max(perSecond, 0), 1_000_000))
        self.price = Self.second * UInt64(min(max(workers, 1), 4096))
        self.ceiling = self.perSecond == 0 ? 0 : max(self.price, self.perSecond * Self.second)
        self.credit = self.ceiling
    }

    public init(_ policy: RetryPolicy, workers: Int = 1) {
        self.init(percent: policy.budgetPercent, perSecond: policy.budgetPerSecond, workers: workers)
    }

    /// A request of the route arrived; retries are not requests.
    public mutating func requestBegan(_ now: UInt64) {
        self.requests.add(now)
    }

    /// Takes one retry out of the budget; false when there is none left.
    public mutating func take(_ now: UInt64) -> Bool {
        self.requests.advance(to: now)
        self.spent.advance(to: now)
        self.fill(now)
        if self.shareLeft > 0 {
            self.spent.add(now)
            return true
        }
        guard self.credit >= self.price else { return false }
        self.credit -= self.price
        return true
    }

    /// Retries that could be taken at the time of the last event.
    public var available: Int { Int(self.shareLeft + self.credit / self.price) }

    private var shareLeft: UInt64 {
        let earned = self.requests.total * self.percent / 100
        return earned > self.spent.total ? earned - self.spent.total : 0
    }

    private mutating func fill(_ now: UInt64) {
        guard now > self.filledAt, self.perSecond > 0 else { return }
        let elapsed = now - self.filledAt
        self.filledAt = now
        // Compared by dividing, because a long time times the rate would overflow.
        guard elapsed < (self.ceiling - self.credit) / self.perSecond + 1 else {
            self.credit = self.ceiling
            return
        }
        self.credit = min(self.ceiling, self.credit + elapsed * self.perSecond)
    }
}
