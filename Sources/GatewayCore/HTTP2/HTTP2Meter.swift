/// Counts what a peer may do only so often: a bucket of tokens that fills with time, and with work that the peer's
/// frames plausibly belong to.
internal struct HTTP2Meter: Sendable, BitwiseCopyable {
    /// Thousandths of a token, so that milliseconds fill it evenly.
    private var tokens: Int
    private let most: Int
    private let perSecond: Int
    private var filledAt: UInt64 = 0

    internal init(_ rate: HTTP2Limits.Rate) {
        self.most = rate.burst &* 1000
        self.tokens = self.most
        self.perSecond = rate.perSecond
    }

    /// Takes a token; false when there is none.
    internal mutating func spend(now milliseconds: UInt64) -> Bool {
        if milliseconds > self.filledAt {
            let elapsed = Int(min(milliseconds - self.filledAt, 1_000_000))
            self.tokens = min(self.most, self.tokens &+ elapsed &* self.perSecond)
            self.filledAt = milliseconds
        }
        guard self.tokens >= 1000 else { return false }
        self.tokens &-= 1000
        return true
    }

    /// Gives tokens for work that was done.
    internal mutating func credit(_ count: Int) {
        self.tokens = min(self.most, self.tokens &+ count &* 1000)
    }
}
