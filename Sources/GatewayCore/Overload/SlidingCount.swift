/// How often something happened in the last ten seconds, in slots of a second.
///
/// Constant size and time, no allocation. Not responsible for a clock: time is passed in and, when it stands still or
/// goes back, nothing expires.
struct SlidingCount: Sendable, BitwiseCopyable {
    static let seconds = 10
    private static let slot: UInt64 = 1_000_000_000

    private var slots: InlineArray<10, UInt32> = .init(repeating: 0)
    /// The second that the newest slot stands for.
    private var second: UInt64 = 0
    /// Sum of all slots.
    private(set) var total: UInt64 = 0

    /// Forgets what is older than the window.
    mutating func advance(to now: UInt64) {
        let second = now / Self.slot
        guard second > self.second else { return }
        let passed = Int(min(second - self.second, UInt64(Self.seconds)))
        for step in 1...passed {
            let index = Self.index(second - UInt64(passed) + UInt64(step))
            self.total -= UInt64(self.slots[index])
            self.slots[index] = 0
        }
        self.second = second
    }

    /// Counts one more; a slot that is full stays full.
    mutating func add(_ now: UInt64) {
        self.advance(to: now)
        let index = Self.index(self.second)
        guard self.slots[index] < .max else { return }
        self.slots[index] += 1
        self.total += 1
    }

    private static func index(_ second: UInt64) -> Int { Int(second % UInt64(Self.seconds)) }
}
