/// The records of failures, as many as there is room for.
///
/// When there are more, every second request is let go, chosen by the hash of its client so that the lines of one
/// request and of one client stay together; what is left then stands for twice as many. Counts do not come from here
/// and stay exact.
struct FailureStore: Sendable {
    private(set) var records: [FailureRecord] = []
    /// How many failures a record stands for: a power of two.
    private(set) var weight: UInt64 = 1
    let most: Int

    init(most: Int) { self.most = most }

    mutating func add(_ record: FailureRecord) {
        guard self.isKept(record) else { return }
        self.records.append(record)
        if self.records.count > self.most { self.thin(to: self.weight * 2) }
    }

    /// Whether a failure would be kept, for those who would have to make its record first.
    ///
    /// By client where there is one: patterns and joins need all lines of a client or none.
    func keeps(client: UInt64, request: UInt64, line: UInt32) -> Bool {
        guard self.weight > 1 else { return true }
        let hash = client != 0 ? client : request ^ UInt64(line)
        return (Text.mixed(hash) >> 20) & (self.weight - 1) == 0
    }

    private func isKept(_ record: FailureRecord) -> Bool {
        self.keeps(client: record.client, request: record.request, line: record.place.line)
    }

    private mutating func thin(to weight: UInt64) {
        self.weight = weight
        let all = self.records
        self.records = all.filter(self.isKept)
        // All from one client: hashes cannot tell them apart, so every second line goes.
        guard self.records.count > self.most * 3 / 4 else { return }
        var isOdd = false
        self.records.removeAll { _ in
            isOdd.toggle()
            return isOdd
        }
    }

    /// A copy with room for so many.
    func thinned(to most: Int) -> FailureStore {
        var copy = FailureStore(most: most)
        copy.weight = self.weight
        for record in self.records { copy.add(record) }
        return copy
    }

    mutating func merge(_ other: FailureStore) {
        let weight = max(self.weight, other.weight)
        if weight > self.weight { self.thin(to: weight) }
        for record in other.records { self.add(record) }
    }
}
