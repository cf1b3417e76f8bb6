/// Which turns of a long schedule are taken now: a part of it, walked again and again for a moment, then the next part.
///
/// What a request costs depends on when its endpoint was asked last: the kernel's memory of a socket that was idle for
/// a thousand requests is cold, and so is ours. A part is walked once at least, so that at low rates this is the plain
/// turn; at high rates it is walked again for some milliseconds, so that all endpoints get the same over a
/// second or so. Not responsible for who qualifies: the caller says whom it passed by.
struct TurnWindow: BitwiseCopyable {
    /// Turns that a part has at least; with no more endpoints than that, the schedule is walked as it is.
    static let smallest = 32
    /// A part is walked so often, so that one request in 32 meets a socket that is cold, and for so long at least.
    static let walks = 32
    static let shortest: UInt64 = 10_000_000
    /// And no longer, so that where requests are few all get theirs soon.
    static let longest: UInt64 = 50_000_000

    /// Turns of the whole schedule.
    private let count: Int
    private let least: Int
    private var start: Int
    /// Turns of the part.
    private(set) var length: Int
    /// Turns taken of this walk.
    private var taken = 0
    private var beganAt: UInt64 = 0
    /// Walks of the part that are done.
    private var walked = 0
    /// The mean latency of those whose turn it was lately; 0 before the first.
    private var usual = 0.0

    /// - Parameters:
    ///   - count: turns of the whole schedule, of `endpoints` endpoints.
    ///   - start: the worker's number. Workers begin far apart, and stay so: each has its own part.
    init(count: Int, endpoints: Int, start: Int = 0) {
        self.count = count
        self.least = endpoints > Self.smallest ? Self.smallest : count
        // Multiples of the golden ratio never gather, however many workers there are.
        let fraction = UInt32(truncatingIfNeeded: start) &* 0x9E37_79B9
        self.start = Int((UInt64(fraction) * UInt64(count)) >> 32)
        self.length = min(count, self.least)
    }

    /// Whether the part is all there is.
    private var isWhole: Bool { self.length >= self.count }

    /// Whether somebody idle can be expected to be found soon; never where there are no parts.
    func hasIdle(inFlight: Int) -> Bool { self.least < self.count && inFlight < self.count / 2 }

    /// The next turn: a position in the schedule, which must not be empty.
    ///
    /// - Parameter inFlight: requests under way; the part has two turns for each, so that walking it again meets nobody
    ///   who is still busy with the last one.
    mutating func next(now: UInt64, inFlight: Int) -> Int {
        self.length = min(self.count, max(self.length, inFlight &* 2))
        if self.taken >= self.length {
            self.walked += 1
            if self.isOver(now) { self.advance(now, inFlight) }
            self.taken = 0
        } else if self.walked > 0, !self.isWhole, now &- self.beganAt >= Self.longest {
            // Requests have become rare in the middle of a walk: the others do not wait for the end of it.
            self.advance(now, inFlight)
        }
        let turn = self.position(self.taken)
        self.taken += 1
        return turn
    }

    /// Whether the next part begins after the walk that is done.
    private func isOver(_ now: UInt64) -> Bool {
        let age = now &- self.beganAt
        return self.isWhole || age >= Self.longest || age >= Self.shortest && self.walked >= Self.walks
    }

    /// One whose turn it was could not take it: another one is taken in, so that those who can do not get more for it.
    mutating func passBy() { self.length = min(self.count, self.length + 1) }

    /// Whether one whose turn it is answers as quickly as usual, so that no second choice can be much better.
    ///
    /// To look at another endpoint costs what a request to it costs in cold memory, which is saved for most of them.
    mutating func isUsual(latency: UInt64) -> Bool {
        let latency = Double(latency)
        self.usual = self.usual == 0 ? latency : self.usual + (latency - self.usual) / 32
        return latency <= self.usual * 1.1
    }

    /// Any turn of the part, as often as it stands there.
    func any(_ random: UInt64) -> Int { self.position(AliasTable.cell(random, count: self.length)) }

    private mutating func advance(_ now: UInt64, _ inFlight: Int) {
        // After a walk of all, too, the next part is another one: with most of a pool down, parts grow to all each time.
        self.start = self.position(self.isWhole ? self.least : self.length)
        self.length = min(self.count, max(self.least, inFlight &* 2))
        self.taken = 0
        self.walked = 0
        self.beganAt = now
    }

    /// The position `offset` turns, `count` at most, after the beginning of the part.
    private func position(_ offset: Int) -> Int {
        let sum = self.start + offset
        return sum >= self.count ? sum - self.count : sum
    }
}
