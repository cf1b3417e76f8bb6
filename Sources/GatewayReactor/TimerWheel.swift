/// Deadlines of many owners, each with at most one, in O(1).
///
/// A hashed wheel of ticks: a deadline beyond one turn of the wheel is found, and put back, when its slot comes
/// round. Precise to one tick, never early. Owners are small integers (slab indices). Knows no clock.
public struct TimerWheel: ~Copyable {
    /// Nanoseconds per tick.
    public static let tick: UInt64 = 4_194_304  // 2^22 ns, about 4 ms
    private static let slots = 4096  // one turn is about 17 s

    private var heads: ContiguousArray<UInt32>
    private var occupied: ContiguousArray<UInt64>
    private var next: ContiguousArray<UInt32> = []
    private var previous: ContiguousArray<UInt32> = []
    private var deadlines: ContiguousArray<UInt64> = []
    /// The slot an owner is linked in, or `none`.
    private var slot: ContiguousArray<UInt32> = []
    private var currentTick: UInt64
    /// Owners with a deadline.
    public private(set) var count = 0
    private static let none = UInt32.max

    public init(now: UInt64) {
        self.heads = ContiguousArray(repeating: Self.none, count: Self.slots)
        self.occupied = ContiguousArray(repeating: 0, count: Self.slots / 64)
        self.currentTick = now / Self.tick
    }

    /// Sets the deadline of `owner`; a later deadline than the one linked costs one store.
    public mutating func set(_ owner: UInt32, deadline: UInt64) {
        self.grow(to: Int(owner))
        let index = Int(owner)
        if self.slot[index] != Self.none {
            let old = self.deadlines[index]
            self.deadlines[index] = deadline
            // Lazy: an entry whose slot comes round before its deadline is put back then.
            if deadline >= old { return }
            self.unlink(owner)
        } else {
            self.deadlines[index] = deadline
        }
        self.link(owner)
    }

    /// Removes the deadline of `owner`, if it has one.
    public mutating func cancel(_ owner: UInt32) {
        guard Int(owner) < self.slot.count, self.slot[Int(owner)] != Self.none else { return }
        self.unlink(owner)
    }

    /// Takes one owner whose deadline is at or before `now`, or returns nil when there is none left.
    public mutating func expired(now: UInt64) -> UInt32? {
        let target = now / Self.tick
        guard self.count > 0 else {
            // Nothing to find on the way, however far that is.
            self.currentTick = max(self.currentTick, target)
            return nil
        }
        while self.currentTick <= target {
            let slot = Int(self.currentTick % UInt64(Self.slots))
            var owner = self.heads[slot]
            while owner != Self.none {
                let following = self.next[Int(owner)]
                let deadline = self.deadlines[Int(owner)]
                if deadline <= now {
                    self.unlink(owner)
                    return owner
                }
                if max(deadline.dividedUp(by: Self.tick), self.currentTick) % UInt64(Self.slots) != UInt64(slot) {
                    self.unlink(owner)
                    self.link(owner)
                }
                owner = following
            }
            if self.currentTick == target { return nil }
            self.currentTick =
                self.nextOccupiedTick(from: self.currentTick + 1, before: target)
                ?? min(target, self.currentTick + UInt64(Self.slots))
        }
        return nil
    }

    /// Milliseconds until a slot with entries comes round, at most `limit`; for the event loop's wait.
    public func waitMilliseconds(now: UInt64, limit: Int32) -> Int32 {
        guard self.count > 0 else { return limit }
        var wake = UInt64.max
        var from = self.currentTick
        while let tick = self.nextOccupiedTick(from: from, before: .max) {
            let due = tick * Self.tick
            if due > now {
                wake = min(wake, due)
                break
            }
            // The slot of now: what is left in it waits for a later turn, and must not hide the slots behind it.
            wake = min(wake, self.earliestDeadline(tick: tick))
            from = tick + 1
        }
        guard wake > now else { return 0 }
        return min(limit, Int32(truncatingIfNeeded: min((wake - now) / 1_000_000 + 1, 1 << 30)))
    }

    private func earliestDeadline(tick: UInt64) -> UInt64 {
        var earliest = UInt64.max
        var owner = self.heads[Int(tick % UInt64(Self.slots))]
        while owner != Self.none {
            earliest = min(earliest, self.deadlines[Int(owner)])
            owner = self.next[Int(owner)]
        }
        return earliest
    }

    /// The first tick with entries from `tick` on, within one turn and below `limit`.
    private func nextOccupiedTick(from tick: UInt64, before limit: UInt64) -> UInt64? {
        var tick = tick
        let end = min(limit, self.currentTick + UInt64(Self.slots))
        while tick < end {
            let slot = Int(tick % UInt64(Self.slots))
            let word = self.occupied[slot / 64] >> UInt64(slot % 64)
            if word != 0 {
                let found = tick + UInt64(word.trailingZeroBitCount)
                return found < end ? found : nil
            }
            tick += UInt64(64 - slot % 64)
        }
        return nil
    }

    private mutating func link(_ owner: UInt32) {
        // Rounded up, so that the slot is never visited before the deadline within the same turn.
        let tick = max(self.deadlines[Int(owner)].dividedUp(by: Self.tick), self.currentTick)
        let slot = Int(tick % UInt64(Self.slots))
        let head = self.heads[slot]
        self.next[Int(owner)] = head
        self.previous[Int(owner)] = Self.none
        if head != Self.none { self.previous[Int(head)] = owner }
        self.heads[slot] = owner
        self.occupied[slot / 64] |= 1 << UInt64(slot % 64)
        self.slot[Int(owner)] = UInt32(slot)
        self.count += 1
    }

    private mutating func unlink(_ owner: UInt32) {
        let index = Int(owner)
        let slot = Int(self.slot[index])
        let following = self.next[index]
        let before = self.previous[index]
        if before == Self.none { self.heads[slot] = following } else { self.next[Int(before)] = following }
        if following != Self.none { self.previous[Int(following)] = before }
        if self.heads[slot] == Self.none { self.occupied[slot / 64] &= ~(1 << UInt64(slot % 64)) }
        self.slot[index] = Self.none
        self.count -= 1
    }

    private mutating func grow(to owner: Int) {
        guard owner >= self.slot.count else { return }
        let more = max(256, owner + 1 - self.slot.count)
        self.next.append(contentsOf: repeatElement(Self.none, count: more))
        self.previous.append(contentsOf: repeatElement(Self.none, count: more))
        self.deadlines.append(contentsOf: repeatElement(0, count: more))
        self.slot.append(contentsOf: repeatElement(Self.none, count: more))
    }
}

extension UInt64 {
    fileprivate func dividedUp(by divisor: UInt64) -> UInt64 { (self &+ divisor &- 1) / divisor }
}
