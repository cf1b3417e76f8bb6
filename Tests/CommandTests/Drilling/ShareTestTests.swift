import Testing

@testable import goodgate

/// Small numbers, counted by hand.
struct ShareTestTests {
    @Test(arguments: [(-1, 0.0), (0, 1.0), (2, 56.0), (5, 638.0), (9, 1023.0), (10, 1024.0)])
    func coinsThatFallAlike(_ heads: Int, _ ways: Double) {
        let chance = ShareTest(trials: 10, share: 0.5).chance(ofAtMost: heads)
        #expect(abs(chance - ways / 1024) < 1e-12)
    }

    /// A tenth of 400 is 40 on average, with a standard deviation of 6.
    @Test
    func fewEnoughRuleATenthOut() {
        let test = ShareTest(trials: 400, share: 0.1)
        #expect(test.rulesOut(successes: 0))
        #expect(test.rulesOut(successes: 20))
        #expect(!test.rulesOut(successes: 30))
        #expect(!test.rulesOut(successes: 40))
        #expect(!test.rulesOut(successes: 200))
    }

    @Test
    func nobodyAskedProvesNothing() {
        #expect(!ShareTest(trials: 0, share: 0.1).rulesOut(successes: 0))
        #expect(!ShareTest(trials: 20, share: 0.1).rulesOut(successes: 0))
    }
}
