public import GatewayConfig

/// A route's endpoints made ready for picking: tables that every worker shares and nobody changes.
///
/// Made once per configuration, in O(endpoints). Not responsible for anything that changes from request to request.
public struct BalancePlan: Sendable {
    /// Endpoints among which one is picked: where they stand in the plan's tables.
    struct Group: Sendable, BitwiseCopyable {
        /// First of `members` and of `cells`.
        var start: Int
        var count: Int
        /// First of `slots`; none unless the method is `hash`.
        var firstSlot: Int
        var slotCount: Int
    }

    /// The endpoints of one priority.
    struct Level: Sendable, BitwiseCopyable {
        /// The group of the gateway's own zone, or -1.
        let zone: Int
        /// The group of all.
        let all: Int
    }

    let method: BalancePolicy.Method
    /// Nanoseconds; 0 for none.
    let slowStart: UInt64
    let boundedLoad: Double
    // One table for all groups instead of tables in groups: what lies in nested arrays is retained at every access, and
    // workers that share a plan would fight for its reference counts.
    let groups: ContiguousArray<Group>
    /// Indices in the order written; those of weight 0 are left out.
    private(set) var members: ContiguousArray<UInt16> = []
    /// What random choice by weight draws from.
    private(set) var cells: ContiguousArray<AliasTable.Cell> = []
    /// Under `hash`: members by the slot of a key, counted from the group's first.
    private(set) var slots: ContiguousArray<UInt16> = []
    /// By group; only under a method that takes turns.
    private(set) var turns: ContiguousArray<RoundRobin> = []
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

        let usable = endpoints.indices.filter { weights[$0] > 0 }
        var memberLists: [[Int]] = []
        var levels: ContiguousArray<Level> = []
        for level in Dictionary(grouping: usable, by: { endpoints[$0].priority }).sorted(by: { $0.key < $1.key }) {
            let near = zone.map { zone in level.value.filter { endpoints[$0].zone == zone } } ?? []
            let prefersZone = !near.isEmpty && near.count < level.value.count
            if prefersZone { memberLists.append(near) }
            levels.append(Level(zone: prefersZone ? memberLists.count - 1 : -1, all: memberLists.count))
            memberLists.append(level.value)
        }
        self.levels = levels
        var groups: ContiguousArray<Group> = []
        for list in memberLists {
            let own = list.map { weights[$0] }
            let keys = policy.method == .hash ? list.map { identities[$0] } : []
            let slots = KeyTable.slots(identities: keys, weights: own)
            groups.append(
                Group(
                    start: self.members.count,
                    count: list.count,
                    firstSlot: self.slots.count,
                    slotCount: slots.count
                )
            )
            self.members += list.map { UInt16($0) }
            self.cells += AliasTable.cells(weights: own)
            self.slots += slots
            self.turns.append(RoundRobin(weights: Self.takesTurns(policy.method) ? own : []))
        }
        self.groups = groups
    }

    private static func takesTurns(_ method: BalancePolicy.Method) -> Bool {
        switch method {
        case .twoChoices, .roundRobin, .leastRequests: true
        case .hash, .first: false
        }
    }
}
