public import GatewayBytes

/// Requests that wait for an endpoint to come up or for room under a limit: bounded, by urgency, then by arrival.
///
/// Eight linked lists (RFC 9218 §4.1 urgency, 0 first) over one array of nodes, so that coming, leaving and being
/// served cost the same whatever the length. Nodes are made on first use and kept; after that nothing is allocated.
/// A full queue lets a more urgent request take the place of the newest of the least urgent ones. Less urgent
/// requests may wait until their time is up; that is what urgency means.
///
/// Knows requests only by key. Not responsible for timers: the longest wait is passed in, and because it is the same
/// for all, the first of each list is the first to expire.
public struct WaitingQueue: ~Copyable, Sendable {
    /// The urgency of a request that names none, RFC 9218 §4.1.
    public static let defaultUrgency = 3
    private static let urgencies = 8
    private static let none = UInt32.max

    /// Where a request waits; outdated once it left.
    public struct Ticket: Hashable, Sendable, BitwiseCopyable {
        fileprivate let index: UInt32
        fileprivate let generation: UInt32

        /// The ticket of nobody.
        public static var none: Ticket { Ticket(index: .max, generation: 0) }
        public var isNone: Bool { self.index == .max }
    }

    /// A request whose turn or time has come.
    public struct Waiter: Hashable, Sendable, BitwiseCopyable {
        public let key: SlabKey
        public let enqueuedAt: UInt64
        public let urgency: Int

        public init(key: SlabKey, enqueuedAt: UInt64, urgency: Int) {
            self.key = key
            self.enqueuedAt = enqueuedAt
            self.urgency = urgency
        }
    }

    /// What became of a request that wanted to wait.
    public enum Admission: Hashable, Sendable {
        case waits(Ticket)
        /// It waits, and a less urgent one must be answered in its place.
        case displaces(Ticket, Waiter)
        case full
    }

    private struct Node: Sendable, BitwiseCopyable {
        var key: SlabKey
        var enqueuedAt: UInt64
        /// The next of the list; of a free node, the next free one.
        var next: UInt32
        var previous: UInt32
        /// Odd while in use.
        var generation: UInt32
        var urgency: UInt8
    }

    private var nodes: ContiguousArray<Node> = []
    private var free = WaitingQueue.none
    private var first: InlineArray<8, UInt32> = .init(repeating: WaitingQueue.none)
    private var last: InlineArray<8, UInt32> = .init(repeating: WaitingQueue.none)
    /// Bit `u` is set while somebody of urgency `u` waits.
    private var occupied: UInt8 = 0
    /// How many wait.
    public private(set) var count = 0
    /// How many may wait.
    public let capacity: Int

    /// - Parameter capacity: how many may wait; 0 for nobody.
    public init(capacity: Int) {
        self.capacity = min(max(capacity, 0), 1 << 24)
    }

    public var isEmpty: Bool { self.count == 0 }

    // MARK: - Coming and leaving

    /// A request wants to wait.
    ///
    /// - Parameter urgency: 0 ... 7, 0 first; what is outside is moved there.
    public mutating func push(_ key: SlabKey, urgency: Int = WaitingQueue.defaultUrgency, now: UInt64) -> Admission {
        let urgency = min(max(urgency, 0), Self.urgencies - 1)
        guard self.count >= self.capacity else { return .waits(self.append(key, urgency, now)) }
        guard self.occupied != 0 else { return .full }
        let least = Self.urgencies - 1 - self.occupied.leadingZeroBitCount
        guard least > urgency else { return .full }
        let displaced = self.take(self.last[least])
        return .displaces(self.append(key, urgency, now), displaced)
    }

    /// A request that was served in vain goes back to the front, with the time at which it first came.
    ///
    /// Beyond the capacity, too: it was counted when it came.
    public mutating func putBack(
        _ key: SlabKey,
        urgency: Int = WaitingQueue.defaultUrgency,
        enqueuedAt: UInt64
    ) -> Ticket {
        let urgency = min(max(urgency, 0), Self.urgencies - 1)
        let ticket = self.append(key, urgency, enqueuedAt)
        let head = self.first[urgency]
        guard head != ticket.index else { return ticket }
        let before = self.nodes[Int(ticket.index)].previous
        self.nodes[Int(before)].next = Self.none
        self.last[urgency] = before
        self.nodes[Int(ticket.index)].previous = Self.none
        self.nodes[Int(ticket.index)].next = head
        self.nodes[Int(head)].previous = ticket.index
        self.first[urgency] = ticket.index
        return ticket
    }

    /// The request leaves: its client went away, or it found room elsewhere.
    ///
    /// - Returns: false when it does not wait any more.
    @discardableResult
    public mutating func remove(_ ticket: Ticket) -> Bool {
        guard ticket.index < self.nodes.count else { return false }
        guard self.nodes[Int(ticket.index)].generation == ticket.generation else { return false }
        _ = self.take(ticket.index)
        return true
    }

    /// The oldest of the most urgent ones, which stops waiting; nil when nobody waits.
    ///
    /// - Parameter newestFirst: the newest of them instead.
    public mutating func pop(newestFirst: Bool = false) -> Waiter? {
        guard self.occupied != 0 else { return nil }
        let urgency = self.occupied.trailingZeroBitCount
        return self.take(newestFirst ? self.last[urgency] : self.first[urgency])
    }

    // MARK: - Time

    /// When the next one has waited `longest` nanoseconds; nil when nobody waits.
    public func nextDeadline(longest: UInt64) -> UInt64? {
        guard let index = self.oldest else { return nil }
        let (deadline, overflow) = self.nodes[Int(index)].enqueuedAt.addingReportingOverflow(longest)
        return overflow ? .max : deadline
    }

    /// One that has waited `longest` nanoseconds and stops waiting; nil when there is none.
    ///
    /// Call until nil.
    public mutating func expire(_ now: UInt64, longest: UInt64) -> Waiter? {
        guard let index = self.oldest else { return nil }
        let enqueuedAt = self.nodes[Int(index)].enqueuedAt
        guard now >= enqueuedAt, now - enqueuedAt >= longest else { return nil }
        return self.take(index)
    }

    private var oldest: UInt32? {
        var found: UInt32?
        var earliest = UInt64.max
        for urgency in 0..<Self.urgencies where self.first[urgency] != Self.none {
            let enqueuedAt = self.nodes[Int(self.first[urgency])].enqueuedAt
            guard found == nil || enqueuedAt < earliest else { continue }
            found = self.first[urgency]
            earliest = enqueuedAt
        }
        return found
    }

    // MARK: - Lists

    private mutating func append(_ key: SlabKey, _ urgency: Int, _ now: UInt64) -> Ticket {
        let index = self.freeNode()
        let tail = self.last[urgency]
        let generation = self.nodes[Int(index)].generation &+ 1
        self.nodes[Int(index)] = Node(
            key: key,
            enqueuedAt: now,
            next: Self.none,
            previous: tail,
            generation: generation,
            urgency: UInt8(urgency)
        )
        if tail == Self.none { self.first[urgency] = index } else { self.nodes[Int(tail)].next = index }
        self.last[urgency] = index
        self.occupied |= 1 << UInt8(urgency)
        self.count += 1
        return Ticket(index: index, generation: generation)
    }

    private mutating func freeNode() -> UInt32 {
        if self.free != Self.none {
            let index = self.free
            self.free = self.nodes[Int(index)].next
            return index
        }
        let node = Node(key: .none, enqueuedAt: 0, next: Self.none, previous: Self.none, generation: 0, urgency: 0)
        self.nodes.append(node)
        return UInt32(self.nodes.count - 1)
    }

    private mutating func take(_ index: UInt32) -> Waiter {
        let node = self.nodes[Int(index)]
        let urgency = Int(node.urgency)
        if node.previous == Self.none {
            self.first[urgency] = node.next
        } else {
            self.nodes[Int(node.previous)].next = node.next
        }
        if node.next == Self.none {
            self.last[urgency] = node.previous
        } else {
            self.nodes[Int(node.next)].previous = node.previous
        }
        if self.first[urgency] == Self.none { self.occupied &= ~(1 << node.urgency) }
        self.nodes[Int(index)].generation = node.generation &+ 1
        self.nodes[Int(index)].next = self.free
        self.free = index
        self.count -= 1
        return Waiter(key: node.key, enqueuedAt: node.enqueuedAt, urgency: urgency)
    }
}
