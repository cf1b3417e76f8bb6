import GatewayConfig
import GatewayCore
import Testing

/// Turns of large pools under the default method: who gets how much, and when.
@Suite struct BalancerWindowTests {
    /// Picks at a steady rate, each under way for the time its endpoint takes.
    private struct Traffic {
        var pool: SimulatedPool
        private let gap: UInt64
        /// By endpoint.
        var took: [UInt64]
        var counts: [Int]
        /// The most that an endpoint had under way at once.
        var most: UInt32 = 0
        private var askedAt: [UInt64]
        /// Those that end between two picks, by the number of the pick.
        private var ends: [[Int]]
        private var number = 0

        init(_ pool: SimulatedPool, rate: UInt64, took: UInt64) {
            self.pool = pool
            self.gap = 1_000_000_000 / rate
            self.took = [UInt64](repeating: took, count: pool.loads.count)
            self.counts = [Int](repeating: 0, count: pool.loads.count)
            self.askedAt = [UInt64](repeating: 0, count: pool.loads.count)
            self.ends = [[Int]](repeating: [], count: 8192)
        }

        mutating func run(_ picks: Int) {
            for _ in 0..<picks {
                self.pool.now += self.gap
                self.number = (self.number + 1) % self.ends.count
                for index in self.ends[self.number] { self.end(index) }
                self.ends[self.number].removeAll(keepingCapacity: true)
                if let index = self.pool.pick() { self.begin(index) }
            }
        }

        private mutating func begin(_ index: Int) {
            self.counts[index] += 1
            self.askedAt[index] = self.pool.now
            self.pool.loads[index].active += 1
            self.pool.inFlight += 1
            self.most = max(self.most, self.pool.loads[index].active)
            let picks = min(self.ends.count - 1, max(1, Int(self.took[index] / self.gap)))
            self.ends[(self.number + picks) % self.ends.count].append(index)
        }

        private mutating func end(_ index: Int) {
            self.pool.loads[index].active -= 1
            self.pool.loads[index].latency = self.took[index]
            self.pool.inFlight -= 1
        }

        /// Endpoints asked in the last 10 ms.
        var warm: Int { self.askedAt.count { $0 + 10_000_000 > self.pool.now } }
    }

    private func traffic(_ count: Int = 1000, rate: UInt64, took: UInt64 = 1_000_000) -> Traffic {
        Traffic(SimulatedPool(weights: [Int](repeating: 1, count: count), .twoChoices), rate: rate, took: took)
    }

    @Test func atLowRatesItIsThePlainTurn() {
        var traffic = self.traffic(rate: 100)
        for round in 1...3 {
            traffic.run(1000)
            #expect(traffic.counts.allSatisfy { $0 == round })
        }
    }

    @Test func atHighRatesFewEndpointsAreWarmAndAllGetTheSameInASecond() {
        var traffic = self.traffic(rate: 50_000)
        traffic.run(2000)
        // 500 picks in 10 ms: the turn alone would ask 500 endpoints, here they are those of two parts at most.
        #expect(traffic.warm <= 2 * 100, "\(traffic.warm)")
        traffic.run(48_000)
        let mean = 50
        // By one visit more or less: 50 ms are 2,500 requests, 25 for each of a hundred turns.
        #expect(traffic.counts.allSatisfy { abs($0 - mean) <= 27 }, "\(traffic.counts.min() ?? 0)")
        #expect(traffic.most == 1)
        // And what one has less now is not what it has less for ever.
        traffic.counts = traffic.counts.map { _ in 0 }
        traffic.run(100_000)
        #expect(traffic.counts.allSatisfy { abs($0 - 100) <= 27 })
    }

    /// Some of each walk are still busy when their turn comes again: the part must not become the whole pool for it.
    @Test func whoIsBusyMakesNoPartWider() {
        var traffic = self.traffic(rate: 100_000, took: 200_000)
        for index in traffic.took.indices where index % 20 == 3 { traffic.took[index] = 1_500_000 }
        var warm: [Int] = []
        for _ in 0..<50 {
            traffic.run(2000)
            warm.append(traffic.warm)
        }
        warm.sort()
        #expect(warm[25] <= 100, "\(warm)")
    }

    @Test(arguments: [(20_000, 3_000_000), (50_000, 5_000_000), (10_000, 200_000)] as [(UInt64, UInt64)])
    func nobodyGetsASecondRequestWhileOthersAreIdle(rate: UInt64, took: UInt64) {
        var traffic = self.traffic(rate: rate, took: took)
        // Some are slower, some much slower; they stay busy while others are asked again.
        for index in traffic.took.indices where index % 10 == 3 { traffic.took[index] *= 3 }
        for index in traffic.took.indices where index % 100 == 7 { traffic.took[index] *= 40 }
        traffic.run(30_000)
        #expect(traffic.most == 1)
    }

    @Test func aLoadThatSwellsMeetsAWiderPart() {
        var traffic = self.traffic(rate: 20_000, took: 100_000)
        traffic.run(5000)
        #expect(traffic.pool.inFlight < 5)
        for index in traffic.took.indices { traffic.took[index] = 20_000_000 }
        traffic.run(20_000)
        #expect(traffic.pool.inFlight == 400)
        #expect(traffic.most == 1)
    }

    @Test func whenRequestsBecomeRareTheOthersAreAskedSoon() {
        var traffic = self.traffic(rate: 50_000)
        traffic.run(1220)
        let before = traffic.counts
        traffic.pool.now += 1_000_000_000
        // Whatever walk was going on is over: 64 turns ahead are endpoints that were not asked for long, or never.
        var asked: Set<Int> = []
        for _ in 0..<64 {
            traffic.pool.now += 1_000_000_000
            if let index = traffic.pool.pick() { asked.insert(index) }
        }
        #expect(asked.count == 64)
        #expect(asked.allSatisfy { before[$0] <= 1 })
    }

    @Test func weightsHoldInALargePool() {
        let weights = (0..<400).map { 1 + $0 % 7 + ($0 == 11 ? 200 : 0) }
        var traffic = Traffic(SimulatedPool(weights: weights, .twoChoices), rate: 50_000, took: 200_000)
        traffic.run(100_000)
        let whole = Double(weights.reduce(0, +))
        for index in weights.indices {
            let due = 100_000 * Double(weights[index]) / whole
            let got = Double(traffic.counts[index])
            #expect(abs(got - due) <= max(40, due * 0.12), "\(index): \(got) for \(due)")
        }
    }

    @Test func whatIsDownGetsNothingAndTheOthersTheSame() {
        var traffic = self.traffic(400, rate: 50_000)
        // Scattered ones, a whole part and more in a row, and in the end nearly all.
        for index in 0..<400 where index % 3 == 0 || (100..<230).contains(index) {
            traffic.pool.loads[index].isAvailable = false
        }
        let up = traffic.pool.loads.indices.filter { traffic.pool.loads[$0].isAvailable }
        traffic.run(100_000)
        let due = 100_000 / up.count
        for index in traffic.counts.indices {
            let isUp = up.contains(index)
            #expect(
                isUp ? abs(traffic.counts[index] - due) < due / 5 : traffic.counts[index] == 0,
                "\(index): \(traffic.counts[index]) for \(due)"
            )
        }
        // While a run of those that are down is passed, some turns are drawn from all.
        #expect(traffic.most <= 3)
    }

    @Test func aSlowEndpointGetsLess() {
        var traffic = self.traffic(200, rate: 20_000)
        traffic.took[50] = 8_000_000
        traffic.run(100_000)
        // Once known as slow, its turns go to the other choice.
        #expect(traffic.counts[50] < 25, "\(traffic.counts[50])")
        let others = traffic.counts.indices.filter { $0 != 50 }
        #expect(others.allSatisfy { abs(traffic.counts[$0] - 502) < 90 })
    }

    /// The second choice is asked where the first is slower than usual: the quick half gets three quarters.
    @Test func theQuickerHalfOfALargePoolGetsMore() {
        var traffic = self.traffic(200, rate: 20_000)
        for index in traffic.took.indices where index % 2 == 1 { traffic.took[index] = 2_000_000 }
        traffic.run(100_000)
        let slow = traffic.counts.indices.filter { $0 % 2 == 1 }.map { traffic.counts[$0] }.reduce(0, +)
        #expect((20_000...30_000).contains(slow), "\(slow)")
    }

    @Test func slowStartGetsItsPartOfALargePool() {
        let policy = BalancePolicy(method: .twoChoices, slowStart: .seconds(1000))
        let pool = SimulatedPool(SimulatedPool.endpoints([Int](repeating: 1, count: 200)), policy)
        var traffic = Traffic(pool, rate: 20_000, took: 500_000)
        traffic.pool.loads[20].upSince = traffic.pool.now - 250_000_000_000
        traffic.run(60_000)
        #expect((50...105).contains(traffic.counts[20]), "\(traffic.counts[20])")
    }

    @Test func backupsWaitUntilTheWholePoolIsDown() {
        let endpoints = (0..<160).map { SimulatedPool.endpoint($0, priority: $0 < 80 ? 0 : 1) }
        var traffic = Traffic(SimulatedPool(endpoints, BalancePolicy()), rate: 20_000, took: 500_000)
        for index in 0..<79 { traffic.pool.loads[index].isAvailable = false }
        traffic.run(1000)
        #expect(traffic.counts[79] == 1000)
        traffic.pool.loads[79].isAvailable = false
        traffic.run(8000)
        #expect(traffic.counts[80...].allSatisfy { $0 > 50 })
    }

    @Test func workersWalkDifferentParts() {
        let plan = BalancePlan(
            SimulatedPool.endpoints([Int](repeating: 1, count: 1000)),
            policy: BalancePolicy()
        )
        var seen: Set<Int> = []
        for worker in 0..<8 {
            var balancer = Balancer(plan, start: worker)
            for pick in 0..<200 {
                let facts = PickFacts(now: 1000 + UInt64(pick), random: UInt64(pick) &* 0x9E37_79B9_7F4A_7C15)
                if let index = balancer.pick(facts, load: { _ in EndpointLoad() }, wasTried: { _ in false }) {
                    seen.insert(index)
                }
            }
        }
        #expect(seen.count == 8 * 32)
    }

    /// Whatever numbers it is told, a pick ends and names an endpoint of the pool.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func anyNumbersWillDo(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let weights = (0..<Int.random(in: 60...300, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
        var pool = SimulatedPool(weights: weights, .twoChoices, seed: seed)
        for _ in 0..<2000 {
            let index = Int.random(in: weights.indices, using: &random)
            pool.loads[index].isAvailable = Bool.random(using: &random)
            pool.loads[index].active = UInt32.random(in: 0...3, using: &random)
            pool.now =
                [pool.now &+ UInt64.random(in: 0...30_000_000, using: &random), .max, 0, 1].randomElement(
                    using: &random
                ) ?? 0
            pool.inFlight =
                [0, 1, Int.random(in: 0...500, using: &random), .max / 4].randomElement(using: &random) ?? 0
            if let picked = pool.pick() {
                #expect(pool.loads[picked].isAvailable && weights[picked] > 0)
            } else {
                #expect(!weights.indices.contains { pool.loads[$0].isAvailable && weights[$0] > 0 })
            }
        }
    }
}
