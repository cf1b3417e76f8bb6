/// Whether so few of many rule out that each had at least a certain chance: an exact test, no approximation.
struct ShareTest: Sendable {
    let trials: Int
    /// The chance that is to be ruled out, between 0 and 1.
    let share: Double

    /// How rarely the test may be wrong.
    private static let significance = 0.001

    /// True where `successes` or fewer would come less than once in a thousand times.
    func rulesOut(successes: Int) -> Bool { self.chance(ofAtMost: successes) < Self.significance }

    /// The lower tail of the binomial distribution.
    func chance(ofAtMost successes: Int) -> Double {
        guard successes < self.trials else { return 1 }
        guard successes >= 0 else { return 0 }
        // Each term from the one before: factorials of hundreds fit in no number.
        var term = (0..<self.trials).reduce(1.0) { product, _ in product * (1 - self.share) }
        var sum = term
        for count in 0..<successes {
            term *= Double(self.trials - count) / Double(count + 1) * self.share / (1 - self.share)
            sum += term
        }
        return sum
    }
}
