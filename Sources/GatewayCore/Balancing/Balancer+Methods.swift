/// The five methods.
extension Balancer {
    // MARK: - Two choices

    /// The next in turn and one at random by weight; the one with the clearly lower latency × load.
    ///
    /// The first is taken in turn and not at random, too, because of what a large pool costs: at random some endpoints
    /// are asked twice in a row, so that they need more connections, which are then idle for longer and closed by their
    /// peers sooner. The second is what makes it two choices: a bad endpoint's requests go to all others alike.
    mutating func betterOfTwo(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        guard let first = self.turn(group, facts, load, wasTried) else { return nil }
        guard self.plan.groups[group].count > 1 else { return first.index }
        // Not the stream that the turn drew from.
        var random = RandomStream(RandomStream.mixed(facts.random))
        guard let second = self.draw(group, &random, not: first.index, facts.now, load, wasTried) else {
            return first.index
        }
        // An endpoint nobody knows counts as quick as the other: its first requests under way hold it back, not a guess.
        let known = first.load.latency == 0 ? second.load.latency : first.load.latency
        let other = second.load.latency == 0 ? first.load.latency : second.load.latency
        let isBetter = self.score(second, latency: other) * Self.clearly < self.score(first, latency: known)
        return isBetter ? second.index : first.index
    }

    /// Averages of equal endpoints differ by a few percent; following those would undo the turns and win nothing.
    private static var clearly: Double { 1.25 }

    /// Latency × (1 + requests under way, by weight).
    ///
    /// The weight divides the requests only and not the latency too: else an idle heavy endpoint would win every pair.
    @inline(__always)
    private func score(_ candidate: Candidate, latency: UInt64) -> Double {
        Double(max(1, latency)) * (1 + self.busyness(candidate))
    }

    /// Requests under way, by weight and slow start, where an endpoint of mean weight counts them as they are.
    @inline(__always)
    private func busyness(_ candidate: Candidate) -> Double {
        Double(candidate.load.active) * self.plan.burdens[candidate.index] / candidate.share
    }

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
