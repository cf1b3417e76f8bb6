/// Two choices: the default.
extension Balancer {
    /// Endpoints in a row that do not qualify before another way is gone.
    private static let passes = 8

    /// The next in turn and one at random by weight; the one with the clearly lower latency × load.
    ///
    /// The first is taken in turn and not at random, too, because of what a large pool costs: at random some endpoints
    /// are asked twice in a row, so that they need more connections, which are then idle for longer and closed by their
    /// peers sooner. The second is what makes it two choices: a bad endpoint's requests go to all others alike. In a
    /// large pool both are of the part that `TurnWindow` walks now.
    mutating func betterOfTwo(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        guard let first = self.turnOfWindow(group, facts, load, wasTried) else { return nil }
        guard self.plan.groups[group].count > 1 else { return first.index }
        // In a part of a large pool the first is idle, so that only a lower latency could win.
        if self.windows[group].hasIdle(inFlight: facts.inFlight), first.load.latency > 0,
            self.windows[group].isUsual(latency: first.load.latency)
        {
            return first.index
        }
        // Not the stream that the turn drew from.
        var random = RandomStream(RandomStream.mixed(facts.random))
        guard let second = self.secondChoice(group, &random, not: first.index, facts, load, wasTried) else {
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
    func busyness(_ candidate: Candidate) -> Double {
        Double(candidate.load.active) * self.plan.burdens[candidate.index] / candidate.share
    }

    /// The next in turn that qualifies and, where a part's turns come sooner than those of all would, is not busy.
    private mutating func turnOfWindow(
        _ group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        guard self.turns[group].count > 0 else { return nil }
        let hasIdle = self.windows[group].hasIdle(inFlight: facts.inFlight)
        var random = RandomStream(facts.random)
        for _ in 0..<Self.passes {
            let turn = self.windows[group].next(now: facts.now, inFlight: facts.inFlight)
            let index = Int(self.plan.members[self.plan.groups[group].start + self.turns[group][turn]])
            guard let candidate = self.candidate(index, facts.now, load, wasTried),
                candidate.share >= 1 || random.nextUnit() < candidate.share
            else {
                self.windows[group].passBy()
                continue
            }
            // Who is busy was asked lately, and takes nobody in: a part that grew with each of them, some of every
            // walk, would be most of the pool before it is over.
            if !hasIdle || self.busyness(candidate) < 1 { return candidate }
        }
        return self.secondChoice(group, &random, not: -1, facts, load, wasTried)
            ?? self.draw(group, &random, not: -1, facts.now, load, wasTried)
    }

    /// One at random by weight.
    ///
    /// Of a part of the pool it is one that is idle: among few, what is busy would be hit often.
    private func secondChoice(
        _ group: Int,
        _ random: inout RandomStream,
        not first: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Candidate? {
        guard self.windows[group].hasIdle(inFlight: facts.inFlight) else {
            return self.draw(group, &random, not: first, facts.now, load, wasTried)
        }
        for _ in 0..<Self.passes {
            let turn = self.windows[group].any(random.next())
            let index = Int(self.plan.members[self.plan.groups[group].start + self.turns[group][turn]])
            if index != first, let candidate = self.candidate(index, facts.now, load, wasTried),
                candidate.share >= 1 || random.nextUnit() < candidate.share, self.busyness(candidate) < 1
            {
                return candidate
            }
        }
        return nil
    }
}
