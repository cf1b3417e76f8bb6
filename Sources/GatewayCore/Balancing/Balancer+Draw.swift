/// Random choice by weight among the endpoints that qualify, which most methods rest on.
extension Balancer {
    /// An endpoint that qualifies, and what was found out about it.
    struct Candidate: BitwiseCopyable {
        var index: Int
        var load: EndpointLoad
        /// What slow start leaves of its weight: from 0.1 to 1.
        var share: Double
    }

    /// Draws before all endpoints are looked at.
    ///
    /// With half of them down, one pick in 64 gets there.
    private static let draws = 6

    /// One endpoint at random by weight and slow start; nil when none qualifies.
    ///
    /// Draws that hit an endpoint that does not qualify are repeated, and then all are counted: both give every
    /// endpoint its exact share of those that qualify.
    func draw(
        _ group: Int,
        _ random: inout RandomStream,
        not excluded: Int,
        _ now: UInt64,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        let span = self.plan.groups[group]
        for _ in 0..<Self.draws {
            let bits = random.next()
            let cell = AliasTable.cell(bits, count: span.count)
            let entry = self.plan.cells[span.start + cell].entry(cell, bits)
            let index = Int(self.plan.members[span.start + entry])
            guard index != excluded, let candidate = self.candidate(index, now, load, wasTried) else { continue }
            if candidate.share >= 1 || random.nextUnit() < candidate.share { return candidate }
        }
        return self.drawOfAll(group, &random, not: excluded, now, load, wasTried)
    }

    private func drawOfAll(
        _ group: Int,
        _ random: inout RandomStream,
        not excluded: Int,
        _ now: UInt64,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        // One pass: a candidate replaces the one held with the probability of its part of the sum so far.
        var sum: Double = 0
        var held: Candidate?
        let span = self.plan.groups[group]
        for place in span.start..<span.start + span.count {
            let index = Int(self.plan.members[place])
            guard index != excluded, let candidate = self.candidate(index, now, load, wasTried) else { continue }
            let weight = Double(self.plan.weights[index]) * candidate.share
            sum += weight
            if random.nextUnit() * sum < weight { held = candidate }
        }
        return held
    }

    /// The endpoint if it is available and untried.
    @inline(__always)
    func candidate(
        _ index: Int,
        _ now: UInt64,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        let load = load(index)
        guard load.isAvailable, !wasTried(index) else { return nil }
        return Candidate(index: index, load: load, share: self.share(load, now))
    }

    /// What slow start leaves of an endpoint's weight: grows evenly with the time it is up, from a tenth.
    @inline(__always)
    private func share(_ load: EndpointLoad, _ now: UInt64) -> Double {
        guard self.plan.slowStart > 0, load.upSince > 0 else { return 1 }
        let age = now &- min(now, load.upSince)
        guard age < self.plan.slowStart else { return 1 }
        return max(0.1, Double(age) / Double(self.plan.slowStart))
    }
}
