public import GatewayConfig

/// A route's endpoints made ready for picking: tables that every worker shares and nobody changes.
///
/// Made once per configuration, in O(endpoints). Not responsible for anything that changes from request to request.
public struct BalancePlan: Sendable {
    /// Endpoints among which one is picked.
    struct Group: Sendable {
        /// Indices in the order written; those of weight 0 are left out.
        let members: ContiguousArray<UInt16>
        let aliases: AliasTable
        /// Only under a method that takes turns.
        let turns: RoundRobin
        /// Only under `hash`.
        let keys: KeyTable
    }

    /// The endpoints of one priority.
    struct Level: Sendable {
        /// The group of the gateway's own zone, or -1.
        let zone: Int
        /// The group of all.
        let all: Int
    }

    let method: BalancePolicy.Method
    /// Nanoseconds; 0 for none.
    let slowStart: UInt64
    let boundedLoad: Double
    let groups: ContiguousArray<Group>
    /// Lowest priority number first.
    let levels: ContiguousArray<Level>
    let weights: ContiguousArray<UInt16>
    let priorities: ContiguousArray<Int32>
    /// Mean weight / weight: what one request weighs at an endpoint; 0 where the weight is.
    let burdens: ContiguousArray<Double>
    /// Names each endpoint in every gateway with the same configuration.
    let identities: ContiguousArray<UInt64>

    /// Endpoints, also those of weight 0.
    public var count: Int { self.weights.count }

    /// - Parameters:
    ///   - endpoints: at most 65,535, in the order of their indices.
    ///   - zone: where the gateway stands; nil for nowhere in particular.
    public init(_ endpoints: [Endpoint], policy: BalancePolicy, zone: String? = nil) {
        precondition(endpoints.count <= Int(UInt16.max), "at most 65,535 endpoints a route")
        let weights = endpoints.map { max(0, min($0.weight, 65_535)) }
        let identities = endpoints.map { HashKey.bytes(Array($0.description.utf8).span) }
        self.method = policy.method
        self.slowStart = UInt64(policy.slowStart.count) * 1_000_000
        self.boundedLoad = Double(max(101, policy.boundedLoadPercent)) / 100
        self.weights = ContiguousArray(weights.map { UInt16($0) })
        self.priorities = ContiguousArray(endpoints.map { Int32(clamping: $0.priority) })
        self.identities = ContiguousArray(identities)
        let positive = weights.filter { $0 > 0 }
        let mean = Double(positive.reduce(0, +)) / Double(max(1, positive.count))
        self.burdens = ContiguousArray(weights.map { $0 == 0 ? 0 : mean / Double($0) })

        var groups: ContiguousArray<Group> = []
        var levels: ContiguousArray<Level> = []
        let usable = endpoints.indices.filter { weights[$0] > 0 }
        for members in Dictionary(grouping: usable, by: { endpoints[$0].priority }).sorted(by: { $0.key < $1.key }) {
            func add(_ members: [Int]) -> Int {
                groups.append(Group(members, policy.method, weights: weights, identities: identities))
                return groups.count - 1
            }
            let near = zone.map { zone in members.value.filter { endpoints[$0].zone == zone } } ?? []
            let prefers = !near.isEmpty && near.count < members.value.count
            levels.append(Level(zone: prefers ? add(near) : -1, all: add(members.value)))
        }
        self.groups = groups
        self.levels = levels
    }
}

extension BalancePlan.Group {
    init(_ members: [Int], _ method: BalancePolicy.Method, weights: [Int], identities: [UInt64]) {
        let own = members.map { weights[$0] }
        self.members = ContiguousArray(members.map { UInt16($0) })
        self.aliases = AliasTable(weights: own)
        switch method {
        case .roundRobin, .leastRequests:
            self.turns = RoundRobin(weights: own)
            self.keys = KeyTable(identities: [], weights: [])
        case .hash:
            self.turns = RoundRobin(weights: [])
            self.keys = KeyTable(identities: members.map { identities[$0] }, weights: own)
        case .twoChoices, .first:
            self.turns = RoundRobin(weights: [])
            self.keys = KeyTable(identities: [], weights: [])
        }
    }
}
