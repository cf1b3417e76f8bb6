import Testing

@testable import GatewayCore

@Suite struct LatencyPercentileTests {
    private static let millisecond: UInt64 = 1_000_000

    @Test func saysNothingBeforeItKnowsEnough() {
        var latency = LatencyPercentile(95)
        for _ in 0..<99 { latency.observe(Self.millisecond) }
        #expect(latency.value == nil)
        latency.observe(Self.millisecond)
        #expect(latency.value != nil)
    }

    /// 1 ms to 1000 ms, each once, in an order that mixes them.
    @Test(arguments: [50, 90, 95, 99])
    func isAtMostAQuarterTooLong(percent: Int) throws {
        var latency = LatencyPercentile(percent)
        for number in 0..<1000 { latency.observe(UInt64(number * 387 % 1000 + 1) * Self.millisecond) }
        let exact = UInt64(percent * 10) * Self.millisecond
        let value = try #require(latency.value)
        #expect(value >= exact * 98 / 100 && value <= exact * 128 / 100)
    }

    @Test func oneSlowAnswerInTwentyDoesNotMoveThe90th() throws {
        var latency = LatencyPercentile(90)
        for number in 0..<400 { latency.observe(number % 20 == 0 ? 5000 * Self.millisecond : 2 * Self.millisecond) }
        #expect(try #require(latency.value) < 3 * Self.millisecond)
    }

    @Test func followsARouteThatBecameSlow() throws {
        var latency = LatencyPercentile(95)
        for _ in 0..<2000 { latency.observe(Self.millisecond) }
        for _ in 0..<2000 { latency.observe(100 * Self.millisecond) }
        #expect(try #require(latency.value) >= 100 * Self.millisecond)
        for _ in 0..<20_000 { latency.observe(Self.millisecond) }
        #expect(try #require(latency.value) < 2 * Self.millisecond)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, UInt64.max])
    func takesEveryTime(_ time: UInt64) throws {
        var latency = LatencyPercentile(1000)
        for _ in 0..<5000 { latency.observe(time) }
        #expect(try #require(latency.value) > 0)
    }
}
