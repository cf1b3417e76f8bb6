import GatewayConfig
import GatewayCore

/// Endpoints whose load the test sets, and a balancer over them.
struct SimulatedPool {
    var balancer: Balancer
    var loads: [EndpointLoad]
    var now: UInt64 = 1_000_000_000_000
    var inFlight = 0
    var random: SeededGenerator

    init(_ endpoints: [Endpoint], _ policy: BalancePolicy, zone: String? = nil, seed: UInt64 = 1) {
        self.balancer = Balancer(BalancePlan(endpoints, policy: policy, zone: zone))
        self.loads = endpoints.map { _ in EndpointLoad() }
        self.random = SeededGenerator(seed: seed)
    }

    init(weights: [Int], _ method: BalancePolicy.Method, seed: UInt64 = 1) {
        self.init(Self.endpoints(weights), BalancePolicy(method: method), seed: seed)
    }

    static func endpoints(_ weights: [Int]) -> [Endpoint] { weights.indices.map { Self.endpoint($0, weights[$0]) } }

    static func endpoint(_ number: Int, _ weight: Int = 1, priority: Int = 0, zone: String? = nil) -> Endpoint {
        Endpoint(
            address: .tcp(host: "10.0.\(number / 256).\(number % 256)", port: 80),
            weight: weight,
            priority: priority,
            zone: zone
        )
    }

    mutating func pick(hash: UInt64? = nil, preferred: Int? = nil, tried: Set<Int> = []) -> Int? {
        let loads = self.loads
        let random = self.random.next()
        let facts = PickFacts(
            now: self.now,
            random: random,
            hash: hash ?? random,
            preferred: preferred,
            inFlight: self.inFlight
        )
        return self.balancer.pick(facts, load: { loads[$0] }, wasTried: { tried.contains($0) })
    }

    /// How often each endpoint is picked.
    mutating func tally(_ picks: Int, tried: Set<Int> = []) -> [Int] {
        var counts = [Int](repeating: 0, count: self.loads.count)
        for _ in 0..<picks {
            if let index = self.pick(tried: tried) { counts[index] += 1 }
        }
        return counts
    }
}

/// How far counts are from what was expected of them.
enum ChiSquare {
    /// The statistic; an endpoint that expects nothing must have nothing.
    static func statistic(_ counts: [Int], shares: [Double]) -> Double {
        let total = Double(counts.reduce(0, +))
        let whole = shares.reduce(0, +)
        var sum = 0.0
        for index in counts.indices {
            let expected = total * shares[index] / whole
            guard expected > 0 else {
                if counts[index] > 0 { return .infinity }
                continue
            }
            let difference = Double(counts[index]) - expected
            sum += difference * difference / expected
        }
        return sum
    }

    /// What a true distribution stays below in all but one of some hundred thousand runs.
    ///
    /// Wilson and Hilferty's approximation at 4.3 standard deviations.
    static func bound(_ shares: [Double]) -> Double {
        let freedom = Double(max(1, shares.filter { $0 > 0 }.count - 1))
        let root = 1 - 2 / (9 * freedom) + 4.3 * (2 / (9 * freedom)).squareRoot()
        return freedom * root * root * root
    }

    static func fits(_ counts: [Int], _ shares: [Double]) -> Bool {
        Self.statistic(counts, shares: shares) < Self.bound(shares)
    }

    static func fits(_ counts: [Int], weights: [Int]) -> Bool { Self.fits(counts, weights.map { Double($0) }) }
}
