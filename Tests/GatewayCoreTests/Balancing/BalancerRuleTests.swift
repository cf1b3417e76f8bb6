import GatewayConfig
import GatewayCore
import Testing

/// Priorities, zones, sticky endpoints, and what holds under every method.
@Suite struct BalancerRuleTests {
    private func sum(_ counts: [Int], _ range: Range<Int>) -> Int { counts[range].reduce(0, +) }

    @Test(arguments: BalancePolicy.Method.allCases)
    func aBackupIsUsedOnlyWhenEveryPrimaryIsDown(method: BalancePolicy.Method) {
        let endpoints = (0..<6).map { SimulatedPool.endpoint($0, priority: $0 < 2 ? 1 : $0 < 5 ? 0 : 7) }
        var pool = SimulatedPool(endpoints, BalancePolicy(method: method))
        #expect(self.sum(pool.tally(300), 2..<5) == 300)
        for index in 2..<4 { pool.loads[index].isAvailable = false }
        #expect(pool.tally(300)[4] == 300)
        pool.loads[4].isAvailable = false
        #expect(self.sum(pool.tally(300), 0..<2) == 300)
        for index in 0..<2 { pool.loads[index].isAvailable = false }
        #expect(pool.tally(300)[5] == 300)
        pool.loads[2].isAvailable = true
        #expect(pool.tally(300)[2] == 300)
        // A request that was on every primary goes on to a backup.
        #expect(pool.pick(tried: [2]) == 5)
    }

    @Test(arguments: BalancePolicy.Method.allCases)
    func theOwnZoneIsPreferredWhileHalfOfItIsUp(method: BalancePolicy.Method) {
        let endpoints = (0..<8).map { SimulatedPool.endpoint($0, zone: $0 < 4 ? "a" : $0 < 6 ? "b" : nil) }
        var pool = SimulatedPool(endpoints, BalancePolicy(method: method), zone: "a")
        #expect(self.sum(pool.tally(400), 0..<4) == 400)
        for index in 0..<2 { pool.loads[index].isAvailable = false }
        #expect(self.sum(pool.tally(400), 2..<4) == 400)
        pool.loads[2].isAvailable = false
        let counts = pool.tally(4000)
        #expect(self.sum(counts, 0..<3) == 0)
        if method == .first {
            #expect(counts[3] == 4000)
        } else {
            #expect(ChiSquare.fits(counts, weights: [0, 0, 0, 1, 1, 1, 1, 1]), "\(counts)")
        }
        // All of the zone that is up was tried: the rest of the level is next.
        for index in 0..<4 { pool.loads[index].isAvailable = true }
        #expect((4..<8).contains(pool.pick(tried: [0, 1, 2, 3]) ?? -1))
    }

    @Test func aGatewayWithoutAZoneOrAloneInItPrefersNobody() {
        let endpoints = (0..<4).map { SimulatedPool.endpoint($0, zone: $0 < 2 ? "a" : "b") }
        for zone in [nil, "c"] {
            var pool = SimulatedPool(endpoints, BalancePolicy(method: .roundRobin), zone: zone)
            #expect(pool.tally(400) == [100, 100, 100, 100])
        }
    }

    @Test(arguments: BalancePolicy.Method.allCases)
    func theStickyEndpointIsTakenWhereItIsUpAndUntried(method: BalancePolicy.Method) {
        let endpoints = [
            SimulatedPool.endpoint(0), SimulatedPool.endpoint(1, 0), SimulatedPool.endpoint(2, priority: 3),
        ]
        var pool = SimulatedPool(endpoints, BalancePolicy(method: method))
        for preferred in 0..<3 { #expect(pool.pick(preferred: preferred) == preferred) }
        #expect(pool.pick(preferred: 2, tried: [2]) == 0)
        #expect(pool.pick(preferred: 3) == 0)
        #expect(pool.pick(preferred: -1) == 0)
        pool.loads[1].isAvailable = false
        #expect(pool.pick(preferred: 1) == 0)
    }

    @Test(arguments: BalancePolicy.Method.allCases)
    func weightZeroGetsNothing(method: BalancePolicy.Method) {
        var pool = SimulatedPool(weights: [0, 1, 0], method)
        #expect(pool.tally(200) == [0, 200, 0])
        pool.loads[1].isAvailable = false
        #expect(pool.pick() == nil)
        var none = SimulatedPool(weights: [0, 0], method)
        #expect(none.pick() == nil)
        #expect(none.balancer.pickAnyway(PickFacts(now: 1, random: 1), wasTried: { _ in false }) == nil)
        var empty = SimulatedPool(weights: [], method)
        #expect(empty.pick() == nil)
    }

    @Test func anywayMeansTheFirstPriorityAndUntriedBeforeTried() {
        let endpoints = [
            SimulatedPool.endpoint(0, priority: 1), SimulatedPool.endpoint(1), SimulatedPool.endpoint(2),
        ]
        let balancer = Balancer(BalancePlan(endpoints, policy: BalancePolicy()))
        var random = SeededGenerator(seed: 4)
        var counts = [0, 0, 0]
        for _ in 0..<2000 {
            let facts = PickFacts(now: 1, random: random.next())
            counts[balancer.pickAnyway(facts, wasTried: { _ in false }) ?? 0] += 1
            #expect(balancer.pickAnyway(facts, wasTried: { $0 == 1 }) == 2)
            #expect(balancer.pickAnyway(facts, wasTried: { $0 != 0 }) == 0)
            #expect(balancer.pickAnyway(facts, wasTried: { _ in true }) != 0)
        }
        #expect(ChiSquare.fits(counts, weights: [0, 1, 1]))
    }

    @Test func thePoolOfAnEndpointIsItsPriority() {
        let endpoints = (0..<6).map { SimulatedPool.endpoint($0, $0 == 5 ? 0 : 1, priority: $0 < 2 ? 1 : 0) }
        let balancer = Balancer(BalancePlan(endpoints, policy: BalancePolicy()))
        let pool = balancer.pool(of: 2) { EndpointLoad(isAvailable: $0 != 3) }
        #expect(pool == (available: 2, total: 3))
        #expect(balancer.pool(of: 0) { _ in EndpointLoad() } == (available: 2, total: 2))
    }

    /// Whatever the method, the weights and the state: a pick qualifies, and there is one whenever one could be made.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func aPickQualifiesAndIsMadeWheneverOneCanBe(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...90, using: &random)
        let endpoints = (0..<count).map { number in
            SimulatedPool.endpoint(
                number,
                Int.random(in: 0...3, using: &random),
                priority: Int.random(in: 0...2, using: &random),
                zone: ["a", "b", nil].randomElement(using: &random) ?? nil
            )
        }
        for method in BalancePolicy.Method.allCases {
            let policy = BalancePolicy(method: method, slowStart: .seconds(seed % 2 == 0 ? 10 : 0))
            var pool = SimulatedPool(endpoints, policy, zone: "a", seed: seed)
            for _ in 0..<60 {
                pool.now += UInt64.random(in: 0...3_000_000, using: &random)
                let rate = Double.random(in: 0...1, using: &random)
                for index in pool.loads.indices {
                    pool.loads[index] = EndpointLoad(
                        isAvailable: Double.random(in: 0...1, using: &random) < rate,
                        active: .random(in: 0...9, using: &random),
                        latency: .random(in: 0...3, using: &random),
                        upSince: pool.now - .random(in: 0...20_000_000_000, using: &random)
                    )
                }
                let tried = Set((0..<3).map { _ in Int.random(in: 0..<count, using: &random) })
                self.check(&pool, endpoints, tried)
            }
        }
    }

    private func check(_ pool: inout SimulatedPool, _ endpoints: [Endpoint], _ tried: Set<Int>) {
        let fit = endpoints.indices.filter {
            endpoints[$0].weight > 0 && pool.loads[$0].isAvailable && !tried.contains($0)
        }
        let picked = pool.pick(tried: tried)
        guard let lowest = fit.map({ endpoints[$0].priority }).min() else {
            #expect(picked == nil)
            return
        }
        guard let picked else {
            Issue.record("nobody was picked of \(fit)")
            return
        }
        #expect(fit.contains(picked))
        #expect(endpoints[picked].priority == lowest)
    }
}
