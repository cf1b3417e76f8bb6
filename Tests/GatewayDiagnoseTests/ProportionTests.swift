import Testing

@testable import GatewayDiagnose

@Suite struct ProportionTests {
    /// The bounds are those of Wilson's score interval as tables give them, in thousandths.
    @Test(arguments: [(0, 10, 0, 278), (10, 10, 722, 1000), (5, 10, 237, 763), (3, 20, 52, 360), (1, 2, 95, 905)])
    func boundsTheRate(_ failed: Int, _ tries: Int, _ low: Int, _ high: Int) {
        let rate = Proportion(failed: failed, tries: tries)
        #expect(Int((rate.low * 1000).rounded()) == low)
        #expect(Int((rate.high * 1000).rounded()) == high)
    }

    @Test func noTriesSayNothing() {
        let rate = Proportion(failed: 0, tries: 0)
        #expect(rate.rate == 0 && rate.low == 0 && rate.high <= 1)
    }
}
