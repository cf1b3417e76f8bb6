import GatewayConfig
import GatewayCore
import Testing

@Suite struct RetryBudgetTests {
    private static let second: UInt64 = 1_000_000_000

    /// 1,000 requests a second that all fail, each retried up to twice where the budget allows, for a minute.
    @Test func aDeadUpstreamNeverGetsARetryStorm() {
        var budget = RetryBudget(RetryPolicy())
        var perSecond = [Int](repeating: 0, count: 60)
        for request in 0..<60_000 {
            let now = 1000 * Self.second + UInt64(request) * 1_000_000
            budget.requestBegan(now)
            for _ in 0..<2 where budget.take(now) { perSecond[request / 1000] += 1 }
        }
        for second in 0..<60 { #expect(perSecond[second] <= 203 + 3, "second \(second): \(perSecond[second])") }
        let total = perSecond.reduce(0, +)
        #expect(total <= 60 * 203 + 3)
        #expect(total >= 59 * 203, "the budget is not held back either")
    }

    /// The share that a good hour earned is the share of ten seconds, not of the hour.
    @Test func goodTimesAreNotSavedUpForLongerThanTheWindow() {
        var budget = RetryBudget(percent: 20, perSecond: 0)
        for request in 0..<100_000 { budget.requestBegan(UInt64(request) * 1_000_000) }
        var taken = 0
        while budget.take(100 * Self.second) { taken += 1 }
        #expect(taken <= 2000 && taken >= 1800)
        #expect(budget.take(101 * Self.second) == false)
    }

    @Test func anIdleSiteGetsItsReserve() {
        var budget = RetryBudget(RetryPolicy())
        let taken = (0..<10).filter { _ in budget.take(5 * Self.second) }.count
        #expect(taken == 3)
        #expect(budget.take(5 * Self.second + 333_000_000) == false)
        #expect(budget.take(5 * Self.second + 333_333_334) == true)
        #expect(budget.take(5 * Self.second + 333_333_335) == false)
    }

    @Test func aLoneFailureIsRetriedOnEveryWorkerYetTheRateIsShared() {
        var budget = RetryBudget(percent: 20, perSecond: 3, workers: 16)
        #expect(budget.take(0) == true)
        #expect(budget.take(0) == false)
        var taken = 0
        for step in 1...16_000 where budget.take(UInt64(step) * 10_000_000) { taken += 1 }
        #expect(taken >= 29 && taken <= 30, "3 a second over 160 s and 16 workers: \(taken)")
    }

    @Test func zeroMeansNone() {
        var reserve = RetryBudget(percent: 0, perSecond: 3)
        for _ in 0..<1000 { reserve.requestBegan(0) }
        #expect((0..<10).filter { _ in reserve.take(0) }.count == 3)
        var nothing = RetryBudget(percent: 0, perSecond: 0)
        for _ in 0..<1000 { nothing.requestBegan(0) }
        #expect(nothing.take(0) == false)
        #expect(nothing.take(.max) == false)
    }

    @Test func timeMayJumpForwardStandStillOrGoBack() {
        var budget = RetryBudget(percent: 20, perSecond: 3)
        for _ in 0..<1000 { budget.requestBegan(0) }
        while budget.take(0) {}
        #expect(budget.available == 0)
        #expect((0..<10).filter { _ in budget.take(.max) }.count == 3, "the share is gone, the reserve is full")
        #expect(budget.take(0) == false)
        #expect(budget.take(.max) == false)
        budget.requestBegan(5)
        #expect(budget.take(7) == false)
    }

    @Test func impossibleNumbersAreMovedIntoBounds() {
        var negative = RetryBudget(percent: -5, perSecond: -1, workers: 0)
        negative.requestBegan(0)
        #expect(negative.take(Self.second) == false)
        var huge = RetryBudget(percent: .max, perSecond: .max, workers: .max)
        huge.requestBegan(0)
        #expect(huge.take(.max) == true)
        #expect(huge.available > 0)
        #expect(huge.take(.max) == true)
    }

    @Test func whatIsAvailableIsWhatCanBeTaken() {
        var random = SeededGenerator(seed: 7)
        var budget = RetryBudget(percent: 20, perSecond: 3)
        var now: UInt64 = 0
        for _ in 0..<10_000 {
            now += UInt64.random(in: 0...400_000_000, using: &random)
            if Bool.random(using: &random) { budget.requestBegan(now) }
            let could = budget.take(now)
            let left = budget.available
            var copy = budget
            var more = 0
            while copy.take(now) { more += 1 }
            #expect(more == left)
            if !could { #expect(left == 0) }
        }
    }
}
