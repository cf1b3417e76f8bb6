/// Consistent hashing with bounded load (Mirrokni, Thorup and Zadimoghaddam, 2018).
extension Balancer {
    /// Places of the key's own order that are tried before all endpoints are looked at.
    private static let places = 16

    /// The first endpoint of the key's own order that qualifies and is not over its bound.
    ///
    /// Where all are over their bound, which a census of a moment ago can make so, the first that qualifies.
    mutating func ownerOfKey(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        self.takeCensus(group, facts.now, load)
        let census = self.censuses[group]
        self.censuses[group].active &+= 1
        let span = self.plan.groups[group]
        var overloaded: Int?
        for turn in 0..<Self.places {
            let slot = KeyTable.slot(facts.hash, turn: turn, count: span.slotCount)
            let member = Int(self.plan.slots[span.firstSlot + slot])
            let index = Int(self.plan.members[span.start + member])
            guard let candidate = self.candidate(index, facts.now, load, wasTried),
                self.isSteady(candidate, facts.hash)
            else { continue }
            if self.isBelowBound(candidate, census) { return index }
            if overloaded == nil { overloaded = index }
        }
        return self.ownerOfAll(group, facts, census, load, wasTried) ?? overloaded
    }

    /// The endpoint below its bound that the key and its identity put first (rendezvous hashing).
    ///
    /// An endpoint over its bound, or in slow start, is taken only where there is no other.
    private func ownerOfAll(
        _ group: Int,
        _ facts: PickFacts,
        _ census: Census,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        var best: Int?
        var bestRank: (isFit: Bool, number: UInt64) = (false, 0)
        let span = self.plan.groups[group]
        for place in span.start..<span.start + span.count {
            let index = Int(self.plan.members[place])
            guard let candidate = self.candidate(index, facts.now, load, wasTried) else { continue }
            let isFit = self.isBelowBound(candidate, census)
            let rank = RandomStream.mixed(facts.hash ^ self.plan.identities[index])
            if best == nil || (isFit && !bestRank.isFit) || (isFit == bestRank.isFit && rank > bestRank.number) {
                best = index
                bestRank = (isFit, rank)
            }
        }
        return best
    }

    /// Whether the key is among those that slow start lets back already; the same ones at every request.
    private func isSteady(_ candidate: Candidate, _ hash: UInt64) -> Bool {
        candidate.share >= 1
            || RandomStream.unit(RandomStream.mixed(hash ^ ~self.plan.identities[candidate.index])) < candidate.share
    }

    /// Whether one more request keeps the endpoint at or below `boundedLoadPercent` of the mean, by weight.
    private func isBelowBound(_ candidate: Candidate, _ census: Census) -> Bool {
        guard census.weight > 0 else { return true }
        let part = Double(self.plan.weights[candidate.index]) / census.weight
        let bound = (self.plan.boundedLoad * Double(census.active + 1) * part).rounded(.up)
        return Double(candidate.load.active) + 1 <= bound
    }
}
