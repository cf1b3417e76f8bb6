/// The last closes of idle connections, and whether they agree on an age.
///
/// Not responsible for what follows from that: `IdleLifetime`.
struct ClosingHistory: Sendable, BitwiseCopyable {
    enum Finding: Equatable {
        /// Nothing agrees with it yet.
        case single
        /// Closes at `moments` different moments agree; the earliest age of them.
        case agreed(earliest: UInt64, moments: UInt32)
        /// Several ages at one moment: the origin went away, and no timer was involved.
        case restart
    }

    private struct Entry: Sendable, BitwiseCopyable {
        /// 0 for none.
        var age: UInt64
        var at: UInt64
    }

    private static let size = 8
    /// Closes less far apart are one moment: a timeout closes those together that were parked together.
    private static let moment: UInt64 = 250_000_000
    private static let second: UInt64 = 1_000_000_000

    private var entries: InlineArray<8, Entry> = .init(repeating: Entry(age: 0, at: 0))
    private var next = 0
    private var restartedAt: UInt64?
    /// The lowest age of the entries; `.max` when there are none.
    private(set) var youngest = UInt64.max

    /// Within 15 % of the higher.
    static func agree(_ one: UInt64, _ other: UInt64) -> Bool {
        let high = max(one, other)
        return high - min(one, other) <= high / 20 * 3
    }

    /// A connection was closed at `age`.
    mutating func closed(_ age: UInt64, _ now: UInt64) -> Finding {
        if let restartedAt = self.restartedAt, Self.isOneMoment(restartedAt, now) {
            // A restart may take a while to close all that it holds.
            self.restartedAt = now
            return .restart
        }
        if self.hasOther(age, now) {
            self.restartedAt = now
            self.forget(of: now)
            return .restart
        }
        self.add(Entry(age: age, at: now))
        return self.finding(age)
    }

    /// Forgets the closes at ages below `bound`: something lived longer.
    mutating func forget(below bound: UInt64) {
        guard self.youngest < bound else { return }
        for index in 0..<Self.size where self.entries[index].age < bound { self.entries[index].age = 0 }
        self.findYoungest()
    }

    // MARK: - Inside

    private static func isOneMoment(_ one: UInt64, _ other: UInt64) -> Bool {
        max(one, other) - min(one, other) < self.moment
    }

    /// Whether this moment has a close at another age.
    private func hasOther(_ age: UInt64, _ now: UInt64) -> Bool {
        for index in 0..<Self.size where self.entries[index].age > 0 {
            let entry = self.entries[index]
            if Self.isOneMoment(entry.at, now), !Self.agree(entry.age, age) { return true }
        }
        return false
    }

    private mutating func forget(of now: UInt64) {
        for index in 0..<Self.size where Self.isOneMoment(self.entries[index].at, now) { self.entries[index].age = 0 }
        self.findYoungest()
    }

    private mutating func add(_ entry: Entry) {
        // A second close of a moment at the same age is no second observation.
        for index in 0..<Self.size where self.entries[index].age > 0 {
            guard Self.isOneMoment(self.entries[index].at, entry.at) else { continue }
            self.entries[index].age = min(self.entries[index].age, entry.age)
            return self.findYoungest()
        }
        self.entries[self.next] = entry
        self.next = (self.next + 1) % Self.size
        self.findYoungest()
    }

    private func finding(_ age: UInt64) -> Finding {
        var moments: UInt32 = 0
        var earliest = age
        for index in 0..<Self.size where self.entries[index].age > 0 && Self.agree(self.entries[index].age, age) {
            moments += 1
            earliest = min(earliest, self.entries[index].age)
        }
        // Connections of a busy site are all young, so that two restarts may agree by chance.
        return moments >= (age < Self.second ? 3 : 2) ? .agreed(earliest: earliest, moments: moments) : .single
    }

    private mutating func findYoungest() {
        self.youngest = .max
        for index in 0..<Self.size where self.entries[index].age > 0 {
            self.youngest = min(self.youngest, self.entries[index].age)
        }
    }
}
