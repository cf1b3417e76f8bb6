import GatewayCore
import Testing

@Suite struct LatencyAverageTests {
    private let second: UInt64 = 1_000_000_000
    private let millisecond: UInt64 = 1_000_000

    @Test func nothingIsKnownBeforeTheFirstAnswer() {
        let average = LatencyAverage()
        #expect(average.value(now: 0) == 0)
        #expect(average.value(now: .max) == 0)
    }

    @Test func aSlowAnswerCountsAtOnceAndAQuickOneSlowly() {
        var average = LatencyAverage()
        average.observe(10 * self.millisecond, now: self.second)
        average.observe(200 * self.millisecond, now: self.second + 1)
        #expect(average.value(now: self.second + 1) == 200 * self.millisecond)
        average.observe(10 * self.millisecond, now: self.second + self.millisecond)
        #expect(average.value(now: self.second + self.millisecond) > 199 * self.millisecond)
    }

    @Test func steadyQuickAnswersDrawItDownWithinSomeTimeConstants() {
        var average = LatencyAverage()
        average.observe(1000 * self.millisecond, now: 0)
        for tick in 1...1000 { average.observe(10 * self.millisecond, now: UInt64(tick) * 10 * self.millisecond) }
        let afterTen = average.value(now: 10 * self.second)
        #expect(afterTen > 350 * self.millisecond && afterTen < 400 * self.millisecond)
        for tick in 1001...6000 { average.observe(10 * self.millisecond, now: UInt64(tick) * 10 * self.millisecond) }
        #expect(average.value(now: 60 * self.second) < 14 * self.millisecond)
    }

    @Test func withoutRequestsItFadesButStaysKnown() {
        var average = LatencyAverage()
        average.observe(self.second, now: 0)
        var last = average.value(now: 0)
        for seconds in 1...100 {
            let value = average.value(now: UInt64(seconds) * self.second)
            #expect(value < last)
            last = value
        }
        #expect(average.value(now: .max) >= 1)
        // A clock that is read before the last observation is the same moment.
        average.observe(1, now: 5 * self.second)
        #expect(average.value(now: 0) == average.value(now: 5 * self.second))
    }

    @Test func aFaultMakesAnEndpointSlowerHoweverFastItFailed() {
        var average = LatencyAverage()
        average.observeFault(after: 10, now: 1)
        #expect(average.value(now: 1) == self.millisecond)
        average.observe(50 * self.millisecond, now: 2)
        average.observeFault(after: 10, now: 3)
        #expect(average.value(now: 3) >= 99 * self.millisecond)
        for _ in 0..<100 { average.observeFault(after: 10, now: 4) }
        #expect(average.value(now: 4) == 60 * self.second)
        average.observe(.max, now: 5)
        #expect(average.value(now: 5) == 60 * self.second)
        average.observe(0, now: 6)
        #expect(average.value(now: 1000 * self.second) >= 1)
    }
}
