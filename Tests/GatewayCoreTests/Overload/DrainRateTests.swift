import GatewayCore
import Testing

@Suite struct DrainRateTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func comesFromTheLengthOfTheQueueAndTheRate() {
        var rate = DrainRate(now: 0)
        for step in 0..<1000 { rate.served(100 * Self.second + UInt64(step) * 10_000_000) }
        let now = 110 * Self.second - 1
        #expect(rate.retryAfter(waiting: 0, random: 0, now: now) == 1)
        #expect(rate.retryAfter(waiting: 999, random: 0, now: now) == 10)
        #expect(rate.retryAfter(waiting: 3999, random: 0, now: now) == 40)
        #expect(rate.retryAfter(waiting: 1_000_000, random: 0, now: now) == 120)
        #expect(rate.retryAfter(waiting: .max, random: 0, now: now) == 120)
    }

    @Test func anOutageIsGuessedToLastAsLongAgain() {
        var rate = DrainRate(now: 0)
        rate.served(100 * Self.second)
        #expect(rate.retryAfter(waiting: 5, random: 0, now: 120 * Self.second) == 20)
        #expect(rate.retryAfter(waiting: 5, random: 0, now: 5000 * Self.second) == 120)
        #expect(DrainRate(now: 50).retryAfterOfANewRate == 1)
    }

    @Test func everyAnswerIsInBoundsAndSpread() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var rate = DrainRate(now: 0)
            let now = UInt64.random(in: 0...1_000_000_000_000, using: &random)
            for _ in 0..<Int.random(in: 0...20, using: &random) { rate.served(now) }
            let waiting = Int.random(in: -3...2000, using: &random)
            let answer = rate.retryAfter(waiting: waiting, random: random.next(), now: now)
            #expect(answer >= 1 && answer <= 120)
        }
        var rate = DrainRate(now: 0)
        let answers = Set((0..<1000).map { _ in rate.retryAfter(waiting: 0, random: random.next(), now: .max) })
        #expect(answers.count > 50, "the upper bound is spread too")
        let near = Set((0..<1000).map { _ in rate.retryAfter(waiting: 0, random: random.next(), now: 0) })
        #expect(near.count == 2, "so is the lower one")
    }
}

extension DrainRate {
    fileprivate var retryAfterOfANewRate: Int {
        var copy = self
        return copy.retryAfter(waiting: 3, random: 0, now: 60)
    }
}
