internal import GatewayConfig

/// Picks the endpoint of a request: a route's plan and one worker's place in it.
///
/// Order of precedence: the sticky endpoint; the lowest priority that has an endpoint up; the gateway's own zone while
/// at least half of it is up; then the route's method. What is asked of an endpoint is asked by closure, when it is
/// needed, so that nobody has to tell the balancer of changes. Not responsible for health, limits or retries.
public struct Balancer: Sendable {
    let plan: BalancePlan
    /// By group: where the turns stand.
    var turns: ContiguousArray<RoundRobin>
    /// By group: which of the turns two choices takes now.
    var windows: ContiguousArray<TurnWindow>
    /// By group: what is known of all of its members, and since when.
    var censuses: ContiguousArray<Census>

    /// Sums over a group, renewed now and then where the group is large.
    struct Census: BitwiseCopyable {
        var takenAt: UInt64?
        var available = 0
        /// Weight of those available.
        var weight: Double = 0
        /// Requests under way at those available, with those picked since.
        var active: UInt64 = 0
    }

    /// Groups up to this size are counted anew for each pick that needs the sums.
    private static let smallGroup = 64
    private static let censusLifetime: UInt64 = 1_000_000

    /// - Parameter start: the worker's number, so that workers do not all begin with the first endpoint.
    public init(_ plan: BalancePlan, start: Int = 0) {
        self.plan = plan
        self.turns = ContiguousArray(plan.turns.map { $0.beginning(at: start) })
        self.windows = ContiguousArray(
            plan.turns.indices.map {
                TurnWindow(count: plan.turns[$0].count, endpoints: plan.groups[$0].count, start: start)
            }
        )
        self.censuses = ContiguousArray(repeating: Census(), count: plan.groups.count)
    }

    /// Without endpoints.
    public init() { self.init(BalancePlan([], policy: .init())) }

    /// Endpoints, also those of weight 0.
    public var count: Int { self.plan.count }

    /// The index of the endpoint to try, or nil when none that is available is untried.
    ///
    /// - Parameters:
    ///   - load: how an endpoint is doing.
    ///   - wasTried: whether this request was sent to the endpoint before.
    public mutating func pick(
        _ facts: PickFacts,
        load: (Int) -> EndpointLoad,
        wasTried: (Int) -> Bool
    ) -> Int? {
        if let preferred = facts.preferred, self.plan.weights.indices.contains(preferred),
            load(preferred).isAvailable, !wasTried(preferred)
        {
            return preferred
        }
        for number in self.plan.levels.indices {
            let level = self.plan.levels[number]
            if level.zone >= 0, self.prefersZone(level.zone, facts, load),
                let picked = self.pick(in: level.zone, facts, load, wasTried)
            {
                return picked
            }
            if let picked = self.pick(in: level.all, facts, load, wasTried) { return picked }
        }
        return nil
    }

    /// The index of an endpoint to try although none is available: at random by weight, of the first priority.
    ///
    /// One that this request was not sent to is preferred. Nil when every weight is 0.
    public func pickAnyway(_ facts: PickFacts, wasTried: (Int) -> Bool) -> Int? {
        var random = RandomStream(facts.random)
        let load = { (_: Int) in EndpointLoad() }
        for level in self.plan.levels {
            if let drawn = self.draw(level.all, &random, not: -1, facts.now, load, wasTried) { return drawn.index }
        }
        guard let level = self.plan.levels.first else { return nil }
        return self.draw(level.all, &random, not: -1, facts.now, load, { _ in false })?.index
    }

    /// How many endpoints share the priority of endpoint `index`, and how many of them are available: for `PoolGuard`.
    ///
    /// Counts; not for every request.
    public func pool(of index: Int, load: (Int) -> EndpointLoad) -> (available: Int, total: Int) {
        var available = 0
        var total = 0
        for other in self.plan.weights.indices {
            guard self.plan.weights[other] > 0, self.plan.priorities[other] == self.plan.priorities[index] else {
                continue
            }
            total += 1
            if load(other).isAvailable { available += 1 }
        }
        return (available, total)
    }

    private mutating func prefersZone(_ group: Int, _ facts: PickFacts, _ load: (Int) -> EndpointLoad) -> Bool {
        self.takeCensus(group, facts.now, load)
        let available = self.censuses[group].available
        return available > 0 && available * 2 >= self.plan.groups[group].count
    }

    /// Renews the sums of a group that is small, or whose sums are old.
    mutating func takeCensus(_ group: Int, _ now: UInt64, _ load: (Int) -> EndpointLoad) {
        let span = self.plan.groups[group]
        if span.count > Self.smallGroup, let takenAt = self.censuses[group].takenAt,
            now &- takenAt < Self.censusLifetime
        {
            return
        }
        var census = Census(takenAt: now)
        for place in span.start..<span.start + span.count {
            let index = Int(self.plan.members[place])
            let load = load(index)
            guard load.isAvailable else { continue }
            census.available += 1
            census.weight += Double(self.plan.weights[index])
            census.active += UInt64(load.active)
        }
        self.censuses[group] = census
    }

    private mutating func pick(
        in group: Int,
        _ facts: PickFacts,
        _ load: (Int) -> EndpointLoad,
        _ wasTried: (Int) -> Bool
    ) -> Int? {
        switch self.plan.method {
        case .twoChoices: self.betterOfTwo(group, facts, load, wasTried)
        case .roundRobin: self.nextInTurn(group, facts, load, wasTried)
        case .leastRequests: self.leastBusy(group, facts, load, wasTried)
        case .hash: self.ownerOfKey(group, facts, load, wasTried)
        case .first: self.firstAvailable(group, load, wasTried)
        }
    }
}
