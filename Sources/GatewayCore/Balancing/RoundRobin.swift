/// Round robin by weight, spread smoothly, as a schedule made once.
///
/// With weights 5, 1, 1 the order is a a b a c a a, not a a a a a b c: a heavy endpoint gets no bursts. The schedule
/// makes a pick O(1) whatever the number of endpoints. Not responsible for health: the caller skips what is down.
public struct RoundRobin: Sendable {
    private var schedule: ContiguousArray<UInt16>
    private var position: Int

    /// Longest schedule; beyond it weights are scaled down, at least to 1.
    private static let longest = 4096

    /// - Parameters:
    ///   - weights: 0 ... 256 per endpoint; 0 gets nothing.
    ///   - start: where to begin, so that workers do not all begin with the first endpoint.
    public init(weights: [Int], start: Int = 0) {
        self.schedule = Self.spread(Self.reduced(weights))
        self.position = self.schedule.isEmpty ? 0 : start % self.schedule.count
    }

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
        guard total > self.longest else { return reduced }
        return reduced.map { $0 == 0 ? 0 : max(1, $0 * self.longest / total) }
    }

    private static func spread(_ weights: [Int]) -> ContiguousArray<UInt16> {
        if weights.allSatisfy({ $0 == 0 || $0 == 1 }) {
            return ContiguousArray(weights.indices.filter { weights[$0] == 1 }.map { UInt16($0) })
        }
        // Smooth weighted round robin: each turn everyone gains its weight, the richest is picked and pays the total.
        let total = weights.reduce(0, +)
        var current = [Int](repeating: 0, count: weights.count)
        var order = ContiguousArray<UInt16>()
        order.reserveCapacity(total)
        for _ in 0..<total {
            var best = 0
            for index in weights.indices {
                current[index] += weights[index]
                if current[index] > current[best] { best = index }
            }
            current[best] -= total
            order.append(UInt16(best))
        }
        return order
    }
}
