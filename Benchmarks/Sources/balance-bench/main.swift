import GatewayConfig
import GatewayCore

// Prints nanoseconds per pick of each method for 1 to 1,000 endpoints, and what making a plan takes, on one core.
// A tool for people: nothing compares its numbers, so that no machine's mood fails a build.

// Short rounds, so that on a busy machine some of them are left alone.
let picks = 10_000
let rounds = 300
let clock = ContinuousClock()

func endpoints(_ count: Int, mixed: Bool) -> [Endpoint] {
    (0..<count).map { number in
        Endpoint(
            address: .tcp(host: "10.\(number / 65_536).\(number / 256 % 256).\(number % 256)", port: 80),
            weight: mixed ? 1 + number % 7 : 1
        )
    }
}

func nanoseconds(_ duration: Duration) -> Double {
    Double(duration.components.attoseconds) / 1e9 + Double(duration.components.seconds) * 1e9
}

/// Best time of one pick over some rounds, with every `down`-th endpoint unavailable.
func measure(_ method: BalancePolicy.Method, count: Int, down: Int) -> Double {
    var balancer = Balancer(BalancePlan(endpoints(count, mixed: true), policy: BalancePolicy(method: method)))
    let loads = ContiguousArray(
        (0..<count).map { number in
            EndpointLoad(
                isAvailable: down == 0 || number % down != 0,
                active: UInt32(number % 3),
                latency: UInt64(1_000_000 + number)
            )
        }
    )
    let turns = method == .leastRequests && count > 10 ? picks / 20 : picks
    var best = Double.infinity
    var sum = 0
    for _ in 0..<rounds {
        let start = clock.now
        for turn in 0..<turns {
            let random = UInt64(truncatingIfNeeded: turn) &* 0x9E37_79B9_7F4A_7C15
            let facts = PickFacts(now: UInt64(turn) * 10_000 + 1, random: random, hash: random)
            sum &+= balancer.pick(facts, load: { loads[$0] }, wasTried: { _ in false }) ?? 0
        }
        best = min(best, nanoseconds(clock.now - start) / Double(turns))
    }
    precondition(sum >= 0)
    return best
}

func shown(_ value: Double) -> String {
    let text = "\((value * 10).rounded() / 10)"
    return String(repeating: " ", count: max(0, 10 - text.count)) + text
}

print("ns per pick         1 up   10 up  100 up  1000 up  1000, 1 in 4 down")
for method in BalancePolicy.Method.allCases {
    var line = method.rawValue + String(repeating: " ", count: 16 - method.rawValue.count)
    for count in [1, 10, 100, 1000] { line += shown(measure(method, count: count, down: 0)) }
    line += shown(measure(method, count: 1000, down: 4))
    print(line)
}
print("ms per plan       1,000   6,000  65,000 endpoints of mixed weights")
for method in BalancePolicy.Method.allCases {
    var line = method.rawValue + String(repeating: " ", count: 16 - method.rawValue.count)
    for count in [1000, 6000, 65_000] {
        let list = endpoints(count, mixed: true)
        var best = Double.infinity
        for _ in 0..<3 {
            let start = clock.now
            let plan = BalancePlan(list, policy: BalancePolicy(method: method))
            best = min(best, nanoseconds(clock.now - start) / 1e6)
            precondition(plan.count == count)
        }
        line += shown(best)
    }
    print(line)
}
let weights = (0..<65_000).map { 1 + $0 % 256 }
let start = clock.now
var schedule = RoundRobin(weights: weights)
print("ms per round-robin schedule of 65,000 mixed weights\(shown(nanoseconds(clock.now - start) / 1e6))")
precondition(schedule.next() != nil)
