internal import GatewayWire

/// Which stream may write next (RFC 9218 §10): by urgency; within one, streams that are useful only whole in the order
/// of their identifiers, then those that are useful in pieces, in turns.
///
/// Holds slots of streams that have something to send and a window for it. Not responsible for either.
internal struct HTTP2WriteQueue: Sendable {
    private struct Link: Sendable, BitwiseCopyable {
        var next: Int32 = -1
        var previous: Int32 = -1
        var urgency: UInt8 = 0
        var isIncremental = false
        var isQueued = false
        var id: UInt32 = 0
    }

    private var links: ContiguousArray<Link> = []
    private var heads: InlineArray<8, Int32> = .init(repeating: -1)
    private var tails: InlineArray<8, Int32> = .init(repeating: -1)

    internal init() {}

    /// The slot whose turn it is, or nil.
    internal var first: Int? {
        for urgency in 0..<8 where self.heads[urgency] >= 0 { return Int(self.heads[urgency]) }
        return nil
    }

    internal func contains(_ slot: Int) -> Bool { slot < self.links.count && self.links[slot].isQueued }

    internal mutating func insert(_ slot: Int, id: UInt32, _ priority: HTTP2Priority) {
        while self.links.count <= slot { self.links.append(Link()) }
        guard !self.links[slot].isQueued else { return }
        let urgency = Int(priority.urgency & 7)
        var before = self.tails[urgency]
        if !priority.isIncremental {
            // Behind those of lower identifier, before all incremental ones.
            while before >= 0, self.links[Int(before)].isIncremental || self.links[Int(before)].id > id {
                before = self.links[Int(before)].previous
            }
        }
        let next = before >= 0 ? self.links[Int(before)].next : self.heads[urgency]
        self.links[slot] = Link(
            next: next,
            previous: before,
            urgency: UInt8(urgency),
            isIncremental: priority.isIncremental,
            isQueued: true,
            id: id
        )
        if before >= 0 { self.links[Int(before)].next = Int32(slot) } else { self.heads[urgency] = Int32(slot) }
        if next >= 0 { self.links[Int(next)].previous = Int32(slot) } else { self.tails[urgency] = Int32(slot) }
    }

    internal mutating func remove(_ slot: Int) {
        guard self.contains(slot) else { return }
        let link = self.links[slot]
        let urgency = Int(link.urgency)
        if link.previous >= 0 {
            self.links[Int(link.previous)].next = link.next
        } else {
            self.heads[urgency] = link.next
        }
        if link.next >= 0 {
            self.links[Int(link.next)].previous = link.previous
        } else {
            self.tails[urgency] = link.previous
        }
        self.links[slot].isQueued = false
    }

    /// The stream had its turn: one that is useful in pieces goes behind the others.
    internal mutating func rotate(_ slot: Int) {
        guard self.contains(slot), self.links[slot].isIncremental else { return }
        let link = self.links[slot]
        self.remove(slot)
        self.insert(slot, id: link.id, HTTP2Priority(urgency: link.urgency, isIncremental: true))
    }
}
