internal import GatewayConfig

/// What a promise of availability allows, and how much of it is used.
struct ErrorBudget: Hashable, Sendable {
    let objective: Objective
    let sums: SlidingSums.Sample

    /// Share of requests that were answered without a fault; 1 where there were none.
    var availability: Double {
        self.sums.answered == 0 ? 1 : 1 - Double(self.sums.failed) / Double(self.sums.answered)
    }

    /// Share that may fail.
    private var allowed: Double { Double(max(0, 100_000 - self.objective.availability)) / 100_000 }

    /// What is left of the budget: 1 for all of it, 0 for nothing, less when it is overspent.
    var remaining: Double {
        guard self.sums.failed > 0 else { return 1 }
        // A promise of 100 % has no budget: the first failure spends it.
        guard self.allowed > 0, self.sums.answered > 0 else { return 0 }
        return 1 - Double(self.sums.failed) / (Double(self.sums.answered) * self.allowed)
    }

    /// How fast it is spent: 1 uses it up exactly over the time of the promise; nil where there is no budget.
    var burnRate: Double? {
        guard self.allowed > 0 else { return nil }
        return (1 - self.availability) / self.allowed
    }

    /// So many requests in money; nil where none has a value.
    static func value(_ requests: UInt64, _ objective: Objective) -> Double? {
        objective.valuePerRequest.map { Double(requests) * Double($0) / 1000 }
    }
}
