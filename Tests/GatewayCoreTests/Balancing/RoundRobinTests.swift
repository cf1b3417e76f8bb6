import GatewayCore
import Testing

@Suite struct RoundRobinTests {
    private func picks(_ weights: [Int], _ count: Int, start: Int = 0) -> [Int] {
        var order = RoundRobin(weights: weights, start: start)
        return (0..<count).compactMap { _ in order.next() }
    }

    @Test func nobodyIsPickedWhereNobodyHasAWeight() {
        #expect(self.picks([], 5).isEmpty)
        #expect(self.picks([0], 5).isEmpty)
        #expect(self.picks([0, 0, 0], 5).isEmpty)
    }

    @Test func equalWeightsTakeTurns() {
        #expect(self.picks([1, 1, 1], 7) == [0, 1, 2, 0, 1, 2, 0])
        #expect(self.picks([256, 256], 4) == [0, 1, 0, 1])
        #expect(self.picks([7], 3) == [0, 0, 0])
        #expect(self.picks([0, 3, 0, 3], 4) == [1, 3, 1, 3])
    }

    /// The most picks in a row of endpoint 0, also from the end of a round to the beginning of the next.
    private func longestRun(_ weights: [Int]) -> Int {
        var run = 0
        var longest = 0
        for pick in self.picks(weights, weights.reduce(0, +) * 2) {
            run = pick == 0 ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    @Test func aHeavyEndpointGetsNoBursts() {
        #expect(self.picks([5, 1, 1], 7).filter { $0 == 0 }.count == 5)
        #expect(self.longestRun([5, 1, 1]) <= 4)
        #expect(self.longestRun([2, 1]) == 2)
        #expect(self.longestRun([100, 50, 50]) <= 2)
        #expect(self.longestRun([9, 3, 3, 3]) <= 3)
    }

    @Test func workersBeginInDifferentPlaces() {
        #expect(self.picks([1, 1, 1], 3, start: 1) == [1, 2, 0])
        #expect(self.picks([1, 1, 1], 3, start: 302) == [2, 0, 1])
        #expect(self.picks([0, 0], 3, start: 7).isEmpty)
        #expect(self.picks([1, 1], 2, start: .max).count == 2)
    }

    /// Over one round everyone gets exactly its weight, and at no time more than one pick less or more than its share.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func everyoneGetsItsShareAtEveryMoment(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let weights = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0...20, using: &random) }
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        var order = RoundRobin(weights: weights)
        var counts = [Int](repeating: 0, count: weights.count)
        for pick in 1...total {
            guard let next = order.next() else { break }
            counts[next] += 1
            for index in weights.indices {
                let share = Double(pick * weights[index]) / Double(total)
                let isFar = abs(Double(counts[index]) - share) > Double(weights.count)
                #expect(!isFar, "\(weights): \(index) has \(counts[index]) of \(share) after \(pick)")
            }
        }
        #expect(counts == weights)
    }

    @Test func manyHeavyEndpointsAreScaledDownAndNobodyIsForgotten() {
        let weights = (0..<1000).map { $0 == 0 ? 256 : $0 % 2 == 0 ? 37 : 1 }
        var order = RoundRobin(weights: weights)
        var counts = [Int](repeating: 0, count: 1000)
        for _ in 0..<6000 { if let next = order.next() { counts[next] += 1 } }
        #expect(counts.allSatisfy { $0 > 0 })
        #expect(counts[0] > counts[2] && counts[2] > counts[1])
    }

    @Test func tensOfThousandsOfMixedWeightsKeepTheirOrder() {
        let weights = (0..<60_000).map { 1 + $0 % 256 }
        var order = RoundRobin(weights: weights)
        var counts = [Int](repeating: 0, count: weights.count)
        for _ in 0..<200_000 { if let next = order.next() { counts[next] += 1 } }
        #expect(counts.allSatisfy { $0 > 0 })
    }

    @Test func aSharedScheduleBeginsWhereItIsTold() {
        var second = RoundRobin(weights: [1, 1, 1]).beginning(at: 4)
        #expect(second.next() == 1)
        var none = RoundRobin(weights: []).beginning(at: 4)
        #expect(none.next() == nil)
    }
}
