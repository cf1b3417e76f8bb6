/// Weighs causes: small whole numbers that order them and do not measure them.
struct CauseScale {
    private struct Weight {
        var points = 0
        var supporting: [String] = []
        var against: [String] = []
    }

    private var weights: [SiteCause: Weight] = [:]
    private static let most = 4

    var isEmpty: Bool { self.weights.isEmpty }

    mutating func support(_ cause: SiteCause, by points: Int, _ evidence: String...) {
        self.weights[cause, default: Weight()].points += points
        for line in evidence where self.weights[cause]?.supporting.contains(line) != true {
            self.weights[cause]?.supporting.append(line)
        }
    }

    /// Evidence against a cause that nobody suspects is not worth a line.
    mutating func weaken(_ cause: SiteCause, by points: Int, _ evidence: String) {
        guard self.weights[cause] != nil else { return }
        self.weights[cause]?.points -= points
        self.weights[cause]?.against.append(evidence)
    }

    /// Most likely first; what the evidence rules out is left out.
    var ranked: [RankedCause] {
        let positive = self.weights.filter { $0.value.points > 0 }
        let total = positive.values.reduce(0) { $0 + $1.points }
        let order = SiteCause.allCases
        return positive.sorted { left, right in
            if left.value.points != right.value.points { return left.value.points > right.value.points }
            return (order.firstIndex(of: left.key) ?? 0) < (order.firstIndex(of: right.key) ?? 0)
        }.prefix(Self.most).map { cause, weight in
            RankedCause(
                cause: cause,
                confidence: Double(weight.points) / Double(total),
                supporting: weight.supporting,
                against: weight.against
            )
        }
    }
}
