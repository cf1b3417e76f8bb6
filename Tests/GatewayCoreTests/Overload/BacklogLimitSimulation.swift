import GatewayCore
import Testing

/// Origins that only get slower: those with too much keep their throughput, the others are left alone.
@Suite struct BacklogLimitSimulation {
    private static let seeds: [UInt64] = [1, 2]

    /// 8 places of 100 ms: 80 a second.
    private func eightPlaces(
        _ seed: UInt64,
        _ service: SlowOrigin.Service = .queue(8),
        load: @escaping (Int) -> Double
    ) -> SlowOrigin {
        var origin = SlowOrigin(service, seed: seed) { _, _ in 100 }
        origin.rate = load
        return origin
    }

    /// Answers in time: with the limit, with one that knows the capacity, and with none.
    private func compare(_ origin: SlowOrigin, seconds: Int) -> (own: Int, best: Int, none: Int) {
        var (own, best, none) = (origin, origin, origin)
        best.oracle = 12
        none.oracle = .max
        own.run(seconds: seconds)
        best.run(seconds: seconds)
        none.run(seconds: seconds)
        return (own.inTime, best.inTime, none.inTime)
    }

    // MARK: - Too much

    @Test(arguments: seeds, [1.3, 1.5, 2, 3])
    func aQueueThatGrowsIsKeptHere(seed: UInt64, times: Double) {
        let result = self.compare(self.eightPlaces(seed) { $0 < 2000 ? 40 : 80 * times }, seconds: 20)
        #expect(result.own * 100 >= result.best * 90, "\(result)")
    }

    /// Where all are worked on at once, hardly any head comes while the load jumps: it is noticed after seconds.
    @Test(arguments: seeds, [1.3, 1.5, 2, 3])
    func anOriginThatSharesItselfAmongAllRecovers(seed: UInt64, times: Double) {
        let result = self.compare(self.eightPlaces(seed, .sharing(8)) { $0 < 2000 ? 40 : 80 * times }, seconds: 20)
        #expect(result.own > result.none * 3, "\(result)")
        if times < 2 { #expect(result.own * 100 >= result.best * 90, "\(result)") }
    }

    @Test(arguments: seeds) func tooMuchFromTheFirstRequest(seed: UInt64) {
        let result = self.compare(self.eightPlaces(seed) { _ in 120 }, seconds: 10)
        #expect(result.own * 100 >= result.best * 90, "\(result)")
    }

    @Test(arguments: seeds) func aBurstIsServedAndTheLimitGoesWithIt(seed: UInt64) {
        var origin = self.eightPlaces(seed) { $0 < 1000 || $0 > 4000 ? 40 : 240 }
        origin.run(seconds: 9)
        #expect(origin.limits == 1)
        #expect(origin.inTime > 40 + 240 + 200, "the capacity while it lasts, and all before and after")
        origin.run(seconds: 6)
        #expect(origin.limit.limit == nil)
    }

    /// As many come as go; nothing can be won, and nothing may be lost.
    @Test(arguments: seeds, [(100, 2000), (300, 2000), (300, 10_000)])
    func clientsThatWaitForTheirAnswerAreNoWorseOff(seed: UInt64, loop: (clients: Int, patience: Int)) {
        var origin = self.eightPlaces(seed) { _ in 0 }
        origin.clients = loop.clients
        origin.patience = loop.patience
        let result = self.compare(origin, seconds: 20)
        #expect(result.own * 10 >= result.none * 9, "\(result)")
    }

    // MARK: - Slow, and well

    private func expectLeftAlone(_ origin: SlowOrigin, seconds: Int = 60) {
        var origin = origin
        origin.run(seconds: seconds)
        #expect(origin.shed == 0 && origin.limits == 0, "\(origin.shed) of \(origin.offered)")
        #expect(origin.inTime > 0)
    }

    private func unlimited(
        _ seed: UInt64,
        load: @escaping (Int) -> Double,
        work: @escaping (Int, inout SeededGenerator) -> Double
    ) -> SlowOrigin {
        var origin = SlowOrigin(.unlimited, seed: seed, work: work)
        origin.rate = load
        return origin
    }

    @Test(arguments: seeds) func aLargePoolThatGetsTwentyTimesTheLoad(seed: UInt64) {
        var origin = SlowOrigin(.queue(1000), seed: seed) { _, _ in 50 }
        origin.rate = { $0 < 5000 ? 100 : 2000 }
        self.expectLeftAlone(origin, seconds: 10)
    }

    @Test(arguments: seeds) func anOriginFarAway(seed: UInt64) {
        let origin = self.unlimited(seed) {
            $0 % 10_000 < 5000 ? 50 : 500
        } work: { _, _ in
            200 + 5
        }
        self.expectLeftAlone(origin, seconds: 30)
    }

    @Test(arguments: seeds) func aSiteThatTurnsToLongPolling(seed: UInt64) {
        self.expectLeftAlone(
            self.unlimited(seed) { _ in
                50
            } work: { now, _ in
                now < 10_000 ? 10 : 20_000
            }
        )
        let random = self.unlimited(seed) { _ in
            50
        } work: { now, chance in
            now < 10_000 ? 10 : Double.random(in: 1...20_000, using: &chance)
        }
        self.expectLeftAlone(random)
    }

    @Test(arguments: seeds) func fastSlowAndPollingOnOneEndpoint(seed: UInt64) {
        let origin = self.unlimited(seed) {
            $0 % 20_000 < 10_000 ? 30 : 150
        } work: { _, chance in
            switch Int.random(in: 0..<10, using: &chance) {
            case 0: 5000
            case 1: 20_000
            default: 1
            }
        }
        self.expectLeftAlone(origin)
    }

    @Test(arguments: seeds) func pagesThatGetSlower(seed: UInt64) {
        self.expectLeftAlone(
            self.unlimited(seed) {
                $0 % 8000 < 4000 ? 60 : 180
            } work: { now, _ in
                now < 10_000 ? 50 : 500
            }
        )
        self.expectLeftAlone(
            self.unlimited(seed) { _ in
                100
            } work: { now, _ in
                min(3000, 50 + Double(now) / 20)
            }
        )
    }

    @Test(arguments: seeds) func anOriginThatStopsForAMomentNowAndThen(seed: UInt64) {
        var origin = SlowOrigin(.queue(20), seed: seed) { _, _ in 50 }
        origin.rate = { _ in 200 }
        origin.isPaused = { $0 % 5000 < 700 }
        self.expectLeftAlone(origin)
    }
}
