import GatewayConfig
import GatewayCore
import Testing

/// Who gets how much, by statistics.
@Suite struct BalancerShareTests {
    private static let weights = [[1, 1], [1, 1, 1, 1, 1], [5, 1, 1], [256, 1, 40, 40], [0, 3, 0, 1], [7]]
    private static let byWeight: [BalancePolicy.Method] = [.twoChoices, .roundRobin, .leastRequests]

    @Test(arguments: Self.weights, Self.byWeight)
    func withoutLoadSharesAreTheWeights(weights: [Int], method: BalancePolicy.Method) {
        var pool = SimulatedPool(weights: weights, method)
        let counts = pool.tally(40_000)
        #expect(counts.reduce(0, +) == 40_000)
        #expect(ChiSquare.fits(counts, weights: weights), "\(counts)")
    }

    @Test(arguments: Self.byWeight)
    func whatADownEndpointLeavesGoesToTheOthersByWeight(method: BalancePolicy.Method) {
        let weights = [4, 2, 1, 1, 8]
        var pool = SimulatedPool(weights: weights, method)
        pool.loads[1].isAvailable = false
        #expect(ChiSquare.fits(pool.tally(40_000), weights: [4, 0, 1, 1, 8]))
        // A second one down, and one that the request was sent to already.
        pool.loads[4].isAvailable = false
        #expect(ChiSquare.fits(pool.tally(40_000, tried: [0]), weights: [0, 0, 1, 1, 0]))
    }

    @Test(arguments: Self.byWeight)
    func mostOfALargePoolMayBeDown(method: BalancePolicy.Method) {
        var pool = SimulatedPool(weights: [Int](repeating: 1, count: 200), method)
        for index in pool.loads.indices where index % 40 != 7 { pool.loads[index].isAvailable = false }
        let counts = pool.tally(20_000)
        #expect(ChiSquare.fits(counts, weights: (0..<200).map { $0 % 40 == 7 ? 1 : 0 }))
    }

    @Test func hashSpreadsKeysByWeight() {
        let weights = [1, 2, 3, 4, 0]
        var pool = SimulatedPool(weights: weights, .hash)
        // Nothing is under way, so a bound of one request never overflows.
        let counts = pool.tally(20_000)
        #expect(ChiSquare.fits(counts, weights: weights), "\(counts)")
    }

    @Test func firstIsTheFirstThatIsUp() {
        var pool = SimulatedPool(weights: [0, 1, 200, 1], .first)
        #expect(pool.tally(50) == [0, 50, 0, 0])
        pool.loads[1].isAvailable = false
        #expect(pool.tally(50) == [0, 0, 50, 0])
        #expect(pool.tally(50, tried: [2]) == [0, 0, 0, 50])
    }

    @Test func twoChoicesPrefersTheQuickAndTheIdle() {
        var pool = SimulatedPool(weights: [1, 1], .twoChoices)
        pool.loads[0].latency = 6_000_000
        pool.loads[1].latency = 4_000_000
        #expect(pool.tally(100) == [0, 100])
        pool.loads[1].active = 1
        #expect(pool.tally(100) == [100, 0])
        pool.loads[0].active = 1
        #expect(pool.tally(100) == [0, 100])
    }

    @Test func twoChoicesWeighsRequestsUnderWay() {
        var pool = SimulatedPool(weights: [3, 1], .twoChoices)
        pool.loads = [EndpointLoad(active: 4, latency: 1000), EndpointLoad(active: 2, latency: 1000)]
        #expect(pool.tally(100) == [100, 0])
        pool.loads[0].active = 9
        #expect(pool.tally(100) == [0, 100])
    }

    @Test func twoChoicesTakeTurnsWhileNobodyIsClearlyBetter() {
        var pool = SimulatedPool(weights: [2, 1, 1], .twoChoices)
        pool.loads[0].latency = 1_000_000
        pool.loads[1].latency = 1_100_000
        pool.loads[2].latency = 1_200_000
        // Exactly the weights, not about: no endpoint is asked twice in a row and needs a connection more for it.
        #expect(pool.tally(400) == [200, 100, 100])
    }

    @Test func anUnknownEndpointIsTriedAndNotFlooded() {
        var pool = SimulatedPool(weights: [1, 1, 1, 1], .twoChoices)
        for index in 0..<3 { pool.loads[index].latency = 10_000_000 }
        // As quick as the others, it gets its share.
        #expect(ChiSquare.fits(pool.tally(10_000), weights: [1, 1, 1, 1]))
        // With one request under way already, it waits for its turn.
        pool.loads[3].active = 1
        #expect(pool.tally(10_000)[3] == 0)
    }

    @Test func slowEndpointsOfALargePoolGetLess() {
        var pool = SimulatedPool(weights: [Int](repeating: 1, count: 20), .twoChoices)
        for index in pool.loads.indices { pool.loads[index].latency = index < 10 ? 1_000_000 : 2_000_000 }
        let counts = pool.tally(20_000)
        // A slow one is picked only when both choices are slow: 10/20 × 9/19 of the picks, for ten of them.
        let slow = 0.5 * 9 / 19 / 10
        let quick = (1 - slow * 10) / 10
        #expect(ChiSquare.fits(counts, (0..<20).map { $0 < 10 ? quick : slow }))
    }

    @Test func leastRequestsIsByWeight() {
        var pool = SimulatedPool(weights: [4, 1, 1], .leastRequests)
        pool.loads = [EndpointLoad(active: 7), EndpointLoad(active: 2), EndpointLoad(active: 3)]
        #expect(pool.tally(50) == [50, 0, 0])
        pool.loads[0].active = 9
        #expect(pool.tally(50) == [0, 50, 0])
        pool.loads[1].isAvailable = false
        #expect(pool.tally(50) == [50, 0, 0])
    }

    @Test(arguments: [BalancePolicy.Method.twoChoices, .roundRobin, .leastRequests, .hash])
    func slowStartGrowsEvenlyFromATenth(method: BalancePolicy.Method) {
        let policy = BalancePolicy(method: method, slowStart: .seconds(10))
        for (age, share) in [(0, 0.1), (500, 0.1), (2500, 0.25), (5000, 0.5), (10_000, 1), (60_000, 1)] {
            var pool = SimulatedPool(SimulatedPool.endpoints([1, 1, 1]), policy, seed: UInt64(age))
            pool.loads[1].upSince = pool.now - UInt64(age) * 1_000_000
            let counts = pool.tally(20_000)
            // A key that may not go home yet stays where it was: the others keep what the endpoint does not get.
            let others = method == .hash ? (3 - share) / 2 : 1
            #expect(ChiSquare.fits(counts, [others, share, others]), "\(age) ms: \(counts)")
        }
    }

    @Test func anEndpointThatWasNeverDownNeedsNoSlowStart() {
        var pool = SimulatedPool(
            SimulatedPool.endpoints([1, 1]),
            BalancePolicy(method: .roundRobin, slowStart: .seconds(10))
        )
        pool.now = 1000
        #expect(pool.tally(100) == [50, 50])
    }

    @Test(arguments: BalancePolicy.Method.allCases)
    func aLoneEndpointGetsAllEvenInSlowStart(method: BalancePolicy.Method) {
        var pool = SimulatedPool(
            SimulatedPool.endpoints([3]),
            BalancePolicy(method: method, slowStart: .seconds(10))
        )
        pool.loads[0] = EndpointLoad(active: 1000, latency: 1, upSince: pool.now)
        #expect(pool.tally(100) == [100])
    }
}
