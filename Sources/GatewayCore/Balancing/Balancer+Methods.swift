/// The methods that are neither two choices nor hashing.
extension Balancer {
    // MARK: - Round robin

    /// The next in turn; where that one does not qualify, any of the others by weight.
    ///
    /// Not the one after it, which would get the turns of its neighbour besides its own.
    mutating func nextInTurn(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        self.turn(group, facts, load, wasTried)?.index
    }

    private mutating func turn(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        var random = RandomStream(facts.random)
        if let entry = self.turns[group].next(),
            let candidate = self.candidate(
                Int(self.plan.members[self.plan.groups[group].start + entry]),
                facts.now,
                load,
                wasTried
            ), candidate.share >= 1 || random.nextUnit() < candidate.share
        {
            return candidate
        }
        return self.draw(group, &random, not: -1, facts.now, load, wasTried)
    }

    // MARK: - Least requests

    /// The one with the fewest requests under way, by weight; between equals the next in turn.
    ///
    /// Looks at every endpoint.
    mutating func leastBusy(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        guard var best = self.turn(group, facts, load, wasTried) else { return nil }
        var least = self.busyness(best)
        let span = self.plan.groups[group]
        // From anywhere, so that between equals that are not in turn it is not always the first.
        var position = AliasTable.cell(facts.random, count: span.count)
        for _ in 0..<span.count where least > 0 {
            let index = Int(self.plan.members[span.start + position])
            position += 1
            if position == span.count { position = 0 }
            guard let candidate = self.candidate(index, facts.now, load, wasTried) else { continue }
            let busyness = self.busyness(candidate)
            if busyness < least {
                best = candidate
                least = busyness
            }
        }
        return best.index
    }

    // MARK: - First

    func firstAvailable(_ group: Int, _ load: (Int) -> EndpointLoad, _ wasTried: (Int) -> Bool) -> Int? {
        let span = self.plan.groups[group]
        for place in span.start..<span.start + span.count {
            let index = Int(self.plan.members[place])
            if load(index).isAvailable, !wasTried(index) { return index }
        }
        return nil
    }
}
