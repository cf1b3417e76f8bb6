/// The streams that are open or half-closed, by slot, and found by identifier.
///
/// Bounded; grows to as many slots as were ever in use at once and then allocates no more. Not responsible for states.
internal struct HTTP2StreamTable: Sendable {
    internal private(set) var count = 0
    internal let limit: Int
    private var slots: ContiguousArray<HTTP2Stream> = []
    private var free: ContiguousArray<UInt16> = []
    /// Open addressing by identifier: slot + 1, 0 where there is none.
    ///
    /// Twice as many places as streams.
    private var places: ContiguousArray<UInt16> = []
    private let mask: Int

    internal init(limit: Int) {
        self.limit = min(max(limit, 1), 16_384)
        var size = 16
        while size < 2 * self.limit { size *= 2 }
        self.mask = size - 1
    }

    internal var isFull: Bool { self.count >= self.limit }
    /// Slots are below this.
    internal var slotCount: Int { self.slots.count }

    /// The stream of a slot; its id is 0 when the slot is free.
    internal subscript(_ slot: Int) -> HTTP2Stream {
        get { self.slots[slot] }
        _modify { yield &self.slots[slot] }
    }

    internal func slot(of id: UInt32) -> Int? {
        guard self.count > 0 else { return nil }
        var place = self.home(id)
        while self.places[place] != 0 {
            let slot = Int(self.places[place]) &- 1
            if self.slots[slot].id == id { return slot }
            place = (place &+ 1) & self.mask
        }
        return nil
    }

    /// Takes a slot into use, or returns nil when all are.
    internal mutating func insert(_ stream: HTTP2Stream) -> Int? {
        guard !self.isFull, stream.id != 0 else { return nil }
        if self.places.isEmpty { self.places = .init(repeating: 0, count: self.mask + 1) }
        let slot: Int
        if let reused = self.free.popLast() {
            slot = Int(reused)
            self.slots[slot] = stream
        } else {
            slot = self.slots.count
            self.slots.append(stream)
        }
        var place = self.home(stream.id)
        while self.places[place] != 0 { place = (place &+ 1) & self.mask }
        self.places[place] = UInt16(slot &+ 1)
        self.count &+= 1
        return slot
    }

    internal mutating func remove(_ slot: Int) {
        let id = self.slots[slot].id
        guard id != 0 else { return }
        var place = self.home(id)
        while Int(self.places[place]) != slot &+ 1 { place = (place &+ 1) & self.mask }
        self.slots[slot].id = 0
        self.free.append(UInt16(slot))
        self.count &-= 1
        self.close(place)
    }

    /// Frees the memory of an empty table.
    internal mutating func removeAll() {
        guard self.count == 0 else { return }
        self.slots = []
        self.free = []
        self.places = []
    }

    /// Empties a place and moves up what was only behind it because it was taken.
    private mutating func close(_ place: Int) {
        var hole = place
        self.places[hole] = 0
        var next = (hole &+ 1) & self.mask
        while self.places[next] != 0 {
            let home = self.home(self.slots[Int(self.places[next]) &- 1].id)
            if (next &- home) & self.mask >= (next &- hole) & self.mask {
                self.places[hole] = self.places[next]
                self.places[next] = 0
                hole = next
            }
            next = (next &+ 1) & self.mask
        }
    }

    /// Identifiers follow each other by two: multiplied by the golden ratio they are spread, so that places do not grow
    /// together to a row as long as there are streams.
    private func home(_ id: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(id) &* 0x9e37_79b9_7f4a_7c15) &>> 40) & self.mask
    }
}
