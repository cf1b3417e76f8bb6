/// How fast a queue is served, and with that when it is worth coming back.
///
/// Not responsible for the queue itself.
public struct DrainRate: Sendable, BitwiseCopyable {
    /// The bounds of `Retry-After`.
    public static let shortest = 1
    public static let longest = 120

    private static let second: UInt64 = 1_000_000_000

    private var served = SlidingCount()
    private var startedAt: UInt64
    private var servedAt: UInt64

    /// - Parameter now: begins the observation.
    public init(now: UInt64) {
        self.startedAt = now
        self.servedAt = now
    }

    /// A request was served.
    public mutating func served(_ now: UInt64) {
        self.served.add(now)
        self.servedAt = max(self.servedAt, now)
    }

    /// The value of `Retry-After` for one that finds `waiting` others, 1 to 120 seconds.
    ///
    /// The time that the queue needs at the rate of the last ten seconds; where nothing was served, as long again as
    /// that has lasted, which is the best guess for an outage of unknown length. Up to half as much is added by
    /// chance, so that those turned away together do not come back together; the sum keeps to the upper bound.
    public mutating func retryAfter(waiting: Int, random: UInt64, now: UInt64) -> Int {
        self.served.advance(to: now)
        let seconds = Self.bounded(self.expected(UInt64(max(waiting, 0)), now))
        let extra = Int(random.multipliedFullWidth(by: UInt64(seconds / 2 + 2)).high)
        // At the bound the spread goes downwards, or the longest waits would all end in the same second.
        return seconds + extra > Self.longest ? Self.longest - extra : seconds + extra
    }

    private func expected(_ waiting: UInt64, _ now: UInt64) -> UInt64 {
        guard self.served.total > 0 else {
            return now > self.servedAt ? (now - self.servedAt) / Self.second : 0
        }
        let observed = now > self.startedAt ? (now - self.startedAt) / Self.second + 1 : 1
        let window = min(observed, UInt64(SlidingCount.seconds))
        // Rounded up: a second too early is a second failure.
        let (product, overflow) = (waiting + 1).multipliedReportingOverflow(by: window)
        return overflow ? .max : (product - 1) / self.served.total + 1
    }

    private static func bounded(_ seconds: UInt64) -> Int {
        Int(min(max(seconds, UInt64(self.shortest)), UInt64(self.longest)))
    }
}
