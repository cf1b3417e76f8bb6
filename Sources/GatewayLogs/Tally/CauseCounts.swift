/// Counts by cause, exactly; and how many samples of each were kept.
struct CauseCounts: Sendable {
    private var index = HashIndex()
    private(set) var keys: [CauseKey] = []
    private(set) var counts: [UInt64] = []
    private var samples: [UInt8] = []

    /// Counts one; gives where its cause stands.
    mutating func add(_ key: CauseKey, _ count: UInt64 = 1) -> Int {
        let place = self.place(of: key)
        self.counts[place] &+= count
        return place
    }

    /// Whether another sample of this cause is wanted; counts it as kept.
    mutating func takesSample(_ place: Int, most: UInt8) -> Bool {
        guard self.samples[place] < most else { return false }
        self.samples[place] += 1
        return true
    }

    mutating func merge(_ other: CauseCounts) {
        for (key, count) in zip(other.keys, other.counts) { _ = self.add(key, count) }
    }

    func sum(_ isMeant: (CauseKey) -> Bool) -> UInt64 {
        zip(self.keys, self.counts).reduce(0) { isMeant($1.0) ? $0 + $1.1 : $0 }
    }

    mutating func place(of key: CauseKey) -> Int {
        if let place = self.index.find(key.packed) { return place }
        self.index.insert(key.packed, self.keys.count)
        self.keys.append(key)
        self.counts.append(0)
        self.samples.append(0)
        return self.keys.count - 1
    }
}

extension CauseKey {
    /// All of the key in one number.
    fileprivate var packed: UInt64 {
        UInt64(self.kind.rawValue) << 56 | UInt64(self.verdict.rawValue) << 48 | UInt64(self.cause.detailCode) << 40
            | UInt64(self.cause.row) << 16 | UInt64(self.status)
    }
}
