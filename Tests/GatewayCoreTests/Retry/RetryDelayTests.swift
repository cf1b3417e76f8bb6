import GatewayCore
import GatewayFaults
import Testing

@Suite struct RetryDelayTests {
    @Test func anotherEndpointGetsAnUnsentRequestAtOnce() {
        #expect(RetryDelay.nanoseconds(.notSent, sameEndpoint: false, afterOverload: false, random: .max) == 0)
    }

    @Test(arguments: Fault.RetryClass.allCases)
    func theSameEndpointAndAnOverloadedOneGetAPause(retryClass: Fault.RetryClass) {
        for (same, overload) in [(true, false), (false, true), (true, true)] {
            let low = RetryDelay.nanoseconds(retryClass, sameEndpoint: same, afterOverload: overload, random: 0)
            let high = RetryDelay.nanoseconds(retryClass, sameEndpoint: same, afterOverload: overload, random: .max)
            #expect(low == 5_000_000 && high == 25_000_000)
        }
    }

    /// Chi-square over 20 bins; 43.8 is the bound that a fair source passes 999 times of 1,000.
    @Test func pausesAreSpreadEvenly() {
        var random = SeededGenerator(seed: 3)
        var bins = [Int](repeating: 0, count: 20)
        for _ in 0..<20_000 {
            let pause = RetryDelay.nanoseconds(
                .notSent,
                sameEndpoint: true,
                afterOverload: false,
                random: random.next()
            )
            bins[min(19, Int(pause - 5_000_000) / 1_000_000)] += 1
        }
        let chi = bins.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
        #expect(chi < 43.8, "\(bins)")
    }
}
