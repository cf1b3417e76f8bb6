/// When a failed request is sent again.
public struct RetryPolicy: Hashable, Sendable {
    /// Further attempts after the first; 0 never retries.
    public var attempts: Int
    /// Retries allowed as a share of the route's requests, in percent.
    public var budgetPercent: Int
    /// Retries a second that are always allowed, however few requests there are.
    public var budgetPerSecond: Int
    /// Content up to this size is kept, so that the request can be made again; bytes.
    public var replayBody: UInt64
    /// Whether a request with `Idempotency-Key` counts as idempotent, whatever its method.
    public var trustsIdempotencyKey: Bool

    public init(
        attempts: Int = 2,
        budgetPercent: Int = 20,
        budgetPerSecond: Int = 3,
        replayBody: UInt64 = 64 << 10,
        trustsIdempotencyKey: Bool = false
    ) {
        self.attempts = attempts
        self.budgetPercent = budgetPercent
        self.budgetPerSecond = budgetPerSecond
        self.replayBody = replayBody
        self.trustsIdempotencyKey = trustsIdempotencyKey
    }
}
