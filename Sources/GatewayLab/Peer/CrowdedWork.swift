/// One who works on one request at a time, and on each the longer the more of them wait.
struct CrowdedWork: Sendable {
    /// How much longer for each that waits: a fiftieth.
    private static let slowing = 50

    /// When each of those under way will be done, in order.
    private var ends: [ContinuousClock.Instant] = []

    /// The time until this and all before it are done; never more than `longest`, so that a queue that nobody waits
    /// for any more does not outlive its test.
    mutating func take(_ work: Duration, now: ContinuousClock.Instant, longest: Duration) -> Duration {
        self.ends.removeAll { $0 <= now }
        let slowed = work + work * self.ends.count / Self.slowing
        let end = min((self.ends.last ?? now) + slowed, now + longest)
        self.ends.append(end)
        return end - now
    }
}
