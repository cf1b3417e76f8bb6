/// Round robin by weight, spread evenly, as a schedule made once.
///
/// With weights 5, 1, 1 the order is a b a a a c a, not a a a a a b c: a heavy endpoint gets no bursts. The schedule
/// makes a pick O(1) whatever the number of endpoints. Not responsible for health: the caller skips what is down.
public struct RoundRobin: Sendable {
    private let schedule: ContiguousArray<UInt16>
    private var position: Int

    /// Longest schedule for weights that differ; beyond it weights are scaled down, at least to 1.
    private static func longest(endpoints: Int) -> Int { min(max(4096, endpoints * 4), 65_536) }

    /// - Parameters:
    ///   - weights: 0 ... 256 per endpoint; 0 gets nothing.
    ///   - start: where to begin, so that workers do not all begin with the first endpoint.
    public init(weights: [Int], start: Int = 0) {
        self.schedule = Self.spread(Self.reduced(weights))
        self.position = self.schedule.isEmpty ? 0 : start % self.schedule.count
    }

    /// The same schedule, which is shared and not copied, begun elsewhere.
    public func beginning(at start: Int) -> RoundRobin {
        var copy = self
        copy.position = self.schedule.isEmpty ? 0 : start % self.schedule.count
        return copy
    }

    /// Turns of a round.
    var count: Int { self.schedule.count }

    /// Whose turn it is at a place of the round.
    subscript(turn: Int) -> Int { Int(self.schedule[turn]) }

    /// The next endpoint's index, or nil when there is none with a weight.
    public mutating func next() -> Int? {
        guard !self.schedule.isEmpty else { return nil }
        let picked = self.schedule[self.position]
        self.position += 1
        if self.position == self.schedule.count { self.position = 0 }
        return Int(picked)
    }

    private static func reduced(_ weights: [Int]) -> [Int] {
        precondition(weights.count <= Int(UInt16.max), "at most 65,535 endpoints a route")
        var divisor = 0
        for weight in weights {
            var (a, b) = (weight, divisor)
            while b != 0 { (a, b) = (b, a % b) }
            divisor = a
        }
        guard divisor > 0 else { return weights }
        let reduced = weights.map { $0 / divisor }
        let total = reduced.reduce(0, +)
        let longest = Self.longest(endpoints: weights.count)
        guard total > longest else { return reduced }
        return reduced.map { $0 == 0 ? 0 : max(1, $0 * longest / total) }
    }

    /// Every endpoint's turns stand at equal distances on a circle, each endpoint's first at another place.
    ///
    /// Turns are sorted by counting, so that the cost is the schedule's length and not that times the endpoints.
    private static func spread(_ weights: [Int]) -> ContiguousArray<UInt16> {
        if weights.allSatisfy({ $0 == 0 || $0 == 1 }) {
            return ContiguousArray(weights.indices.filter { weights[$0] == 1 }.map { UInt16($0) })
        }
        let total = weights.reduce(0, +)
        var starts = ContiguousArray<UInt32>(repeating: 0, count: total + 1)
        for index in weights.indices {
            for turn in 0..<weights[index] { starts[Self.place(turn, index, weights[index], total) + 1] += 1 }
        }
        for place in 0..<total { starts[place + 1] += starts[place] }
        var order = ContiguousArray<UInt16>(repeating: 0, count: total)
        for index in weights.indices {
            for turn in 0..<weights[index] {
                let place = Self.place(turn, index, weights[index], total)
                order[Int(starts[place])] = UInt16(index)
                starts[place] += 1
            }
        }
        return order
    }

    /// Where turn number `turn` of endpoint `index` stands in a schedule of `total` turns.
    private static func place(_ turn: Int, _ index: Int, _ weight: Int, _ total: Int) -> Int {
        // Multiples of the golden ratio never gather: endpoints of equal weight do not end up in one heap.
        let offset = Double(UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9 &+ 0x8000_0000) / 4_294_967_296
        return min(total - 1, Int((Double(turn) + offset) / Double(weight) * Double(total)))
    }
}
