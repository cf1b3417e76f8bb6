/// Counts by hash, for a bounded number of hashes; the rest is counted together.
struct HashCounts: Sendable {
    private static let slots = 1 << 15
    private static let most = 3 << 13

    private var keys = [UInt64](repeating: 0, count: HashCounts.slots)
    private var counts = [UInt64](repeating: 0, count: HashCounts.slots)
    private let secret = HashIndex.secret
    private(set) var distinct = 0
    /// What found no room.
    private(set) var others: UInt64 = 0

    @inline(__always)
    mutating func add(_ hash: UInt64, _ count: UInt64 = 1) {
        // 0 marks a free slot.
        let key = hash == 0 ? 1 : hash
        var slot = self.slot(key)
        while true {
            if self.keys[slot] == key {
                self.counts[slot] &+= count
                return
            }
            if self.keys[slot] == 0 { break }
            slot = (slot &+ 1) & (Self.slots &- 1)
        }
        guard self.distinct < Self.most else {
            self.others &+= count
            return
        }
        self.distinct += 1
        self.keys[slot] = key
        self.counts[slot] = count
    }

    subscript(hash: UInt64) -> UInt64 {
        let key = hash == 0 ? 1 : hash
        var slot = self.slot(key)
        while self.keys[slot] != 0 {
            if self.keys[slot] == key { return self.counts[slot] }
            slot = (slot + 1) & (Self.slots - 1)
        }
        return 0
    }

    mutating func merge(_ other: HashCounts) {
        for (key, count) in zip(other.keys, other.counts) where key != 0 { self.add(key, count) }
        self.others &+= other.others
    }

    /// Depends on the run: endpoints are chosen by those who send requests.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: Text.mixed(key ^ self.secret) >> 20) & (Self.slots &- 1)
    }
}
