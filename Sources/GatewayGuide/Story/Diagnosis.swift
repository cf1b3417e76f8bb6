import GatewayFaults

/// Weighs the causes that may be behind an incident.
///
/// Starts from what usually causes the fault (`Diagnosis+Usual`), then lets every piece of evidence add to a cause or take
/// from it (`Diagnosis+Evidence`). The weights are small whole numbers: they order causes, they do not measure them.
struct Diagnosis {
    private struct Weight {
        var points: Int
        var supporting: [String] = []
        var against: [String] = []
    }

    private var weights: [Cause: Weight] = [:]

    init(_ incident: Incident) {
        guard let fault = incident.tellingFault else { return }
        for (cause, points) in Self.usual(fault) { self.weights[cause] = Weight(points: points) }
        self.weigh(incident, fault)
    }

    /// The causes, most likely first; those that the evidence rules out are left out.
    var suspicions: [Suspicion] {
        let positive = self.weights.filter { $0.value.points > 0 }
        let total = positive.values.reduce(0) { $0 + $1.points }
        let order = Cause.allCases
        return positive.sorted { left, right in
            if left.value.points != right.value.points { return left.value.points > right.value.points }
            return (order.firstIndex(of: left.key) ?? 0) < (order.firstIndex(of: right.key) ?? 0)
        }.prefix(5).map { cause, weight in
            Suspicion(
                cause: cause,
                confidence: Double(weight.points) / Double(total),
                supporting: weight.supporting,
                against: weight.against
            )
        }
    }

    mutating func support(_ cause: Cause, by points: Int, _ evidence: String) {
        self.weights[cause, default: Weight(points: 0)].points += points
        self.weights[cause]?.supporting.append(evidence)
    }

    /// Evidence against a cause that nobody suspects is not worth a line.
    mutating func weaken(_ cause: Cause, by points: Int, _ evidence: String) {
        guard self.weights[cause] != nil else { return }
        self.weights[cause]?.points -= points
        self.weights[cause]?.against.append(evidence)
    }
}
