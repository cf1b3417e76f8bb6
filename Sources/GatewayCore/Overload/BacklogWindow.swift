/// What was seen of an endpoint's response heads over a short time.
struct BacklogWindow: Sendable, BitwiseCopyable {
    private static let shortestLength: UInt64 = 100_000_000
    /// Fewer say nothing, however long they took.
    private static let fewest: UInt32 = 8

    var startedAt: UInt64
    /// Requests that began, and heads that came.
    var begun: UInt32 = 0
    var heads: UInt32 = 0
    /// Heads that came as quickly as they usually do.
    var quick: UInt32 = 0
    var sum: UInt64 = 0
    /// The shortest time of those that were not quick.
    var shortest = UInt64.max

    init(startedAt: UInt64) { self.startedAt = startedAt }

    mutating func saw(_ taken: UInt64, isQuick: Bool) {
        self.heads &+= 1
        self.sum &+= taken
        if isQuick { self.quick &+= 1 } else { self.shortest = min(self.shortest, taken) }
    }

    func isComplete(_ now: UInt64) -> Bool {
        self.heads >= Self.fewest && now > self.startedAt && now - self.startedAt >= Self.shortestLength
    }

    /// Nothing but one in sixteen was quick.
    var isSlow: Bool { self.quick <= self.heads / 16 }

    var mean: Double { Double(self.sum) / Double(max(1, self.heads)) }
}
