import GatewayCore
import Testing

/// An origin with a timeout, and one place of a pool that is used again after gaps of 1 ms to 200 s.
///
/// A FIN takes `way` to arrive, and so does a request: what is sent within `way` before or after the timeout is lost.
private struct SimulatedOrigin {
    /// Nanoseconds; nil never closes.
    var timeout: UInt64?
    /// Each connection's timeout is moved by up to this share.
    var jitter = 0.0
    /// Mean time between two restarts, which close whatever is open; 0 for none.
    var restarts: UInt64 = 0
    /// Far longer than a real one, so that races are frequent enough to count.
    var way: UInt64 = 50_000_000

    var life = IdleLifetime()
    var random: SeededGenerator
    private(set) var requests = 0
    private(set) var races = 0
    private(set) var reused = 0
    /// What somebody who knows each timeout would reuse, and what somebody with a limit of 60 s would lose.
    private(set) var reusable = 0
    private(set) var naiveRaces = 0

    private var now: UInt64 = 1_000_000_000_000
    private var nextRestart: UInt64 = .max
    /// The watched connection: when it was parked, when it ends, and whether by the origin.
    private var watched: (parkedAt: UInt64, end: UInt64, isClosed: Bool)?

    init(timeout: UInt64?, seed: UInt64) {
        self.timeout = timeout
        self.random = SeededGenerator(seed: seed)
    }

    mutating func run(requests: Int) {
        (self.requests, self.races, self.reused, self.reusable, self.naiveRaces) = (0, 0, 0, 0, 0)
        for _ in 0..<requests { self.step() }
    }

    private mutating func step() {
        self.requests += 1
        if self.restarts > 0, self.nextRestart == .max || self.nextRestart <= self.now {
            self.nextRestart = self.now + UInt64.random(in: 1...2 * self.restarts, using: &self.random)
        }
        let parkedAt = self.now
        // Even on a logarithmic scale, 1 ms to about 200 s.
        var gap = 1_000_000.0
        for _ in 0..<Int.random(in: 0...176, using: &self.random) { gap *= 1.0718 }
        gap *= Double.random(in: 1...1.0718, using: &self.random)
        let isRestarted = parkedAt + UInt64(gap) >= self.nextRestart
        let closing = min(self.drawTimeout(), isRestarted ? self.nextRestart - parkedAt : .max)
        self.use(parkedAt, gap: UInt64(gap), closing: closing)
        if isRestarted { self.nextRestart = .max }
        self.now = parkedAt + UInt64(gap) + 1_000_000
    }

    private mutating func drawTimeout() -> UInt64 {
        guard let timeout = self.timeout else { return .max / 4 }
        guard self.jitter > 0 else { return timeout }
        return UInt64(Double(timeout) * Double.random(in: 1 - self.jitter...1 + self.jitter, using: &self.random))
    }

    private mutating func use(_ parkedAt: UInt64, gap: UInt64, closing: UInt64) {
        let limit = self.life.limit(parkedAt)
        let isLost = gap + self.way > closing && gap < closing + self.way
        if gap + self.way < closing { self.reusable += 1 }
        if isLost, gap <= 60_000_000_000 { self.naiveRaces += 1 }
        self.endWatch(before: parkedAt + min(gap, limit))
        if gap <= limit, isLost {
            self.races += 1
            self.life.foundClosed(afterIdle: gap, now: parkedAt + gap)
        } else if gap <= limit, gap < closing {
            self.reused += 1
            self.life.survived(afterIdle: gap)
        } else if closing + self.way <= limit {
            self.life.foundClosed(afterIdle: closing + self.way, now: parkedAt + closing + self.way)
        } else if self.watched == nil, let age = self.life.watch(parkedAt + limit) {
            let isClosed = closing + self.way < age
            self.watched = (parkedAt, parkedAt + (isClosed ? closing + self.way : age), isClosed)
        }
        self.endWatch(before: parkedAt + gap)
    }

    private mutating func endWatch(before time: UInt64) {
        guard let watched = self.watched, watched.end <= time else { return }
        self.watched = nil
        let age = watched.end - watched.parkedAt
        if watched.isClosed {
            self.life.foundClosed(afterIdle: age, now: watched.end)
        } else {
            self.life.survived(afterIdle: age)
        }
    }
}

@Suite struct IdleLifetimeSimulation {
    private static let second: UInt64 = 1_000_000_000

    /// From the first request on: nobody is lost where the timeout is above the start value and steady.
    @Test(arguments: [5, 20, 60, 130], 0..<5 as Range<UInt64>)
    func aSteadyOriginAboveTheStartValueNeverLosesARequest(seconds: UInt64, seed: UInt64) {
        var origin = SimulatedOrigin(timeout: seconds * Self.second, seed: seed)
        origin.run(requests: 20_000)
        #expect(origin.races == 0)
        origin.run(requests: 20_000)
        #expect(origin.races == 0)
        let share = Double(origin.reused) / Double(origin.reusable)
        #expect(share > 0.9, "\(share) of what could be reused; limit \(origin.life.limit(0))")
        if seconds < 60 {
            #expect(origin.naiveRaces * Int(seconds) > 60, "a fixed limit of 60 s loses \(origin.naiveRaces)")
            let learned = Double(origin.life.closesAfter ?? 0) / Double(seconds * Self.second)
            #expect(learned > 0.98 && learned < 1.05)
        }
    }

    @Test(arguments: [1, 2, 3], 0..<5 as Range<UInt64>)
    func aSteadyOriginBelowItLosesOneOrTwo(seconds: UInt64, seed: UInt64) {
        var origin = SimulatedOrigin(timeout: seconds * Self.second, seed: seed)
        origin.run(requests: 20_000)
        #expect(origin.races <= 2, "\(origin.races), a limit of 60 s \(origin.naiveRaces)")
        origin.run(requests: 20_000)
        #expect(origin.races == 0)
        #expect(Double(origin.reused) / Double(origin.reusable) > 0.9)
    }

    @Test(arguments: [2, 5, 20], 0..<5 as Range<UInt64>)
    func aJitteryOriginLosesFewerThanATenthOfAFixedLimit(seconds: UInt64, seed: UInt64) {
        var origin = SimulatedOrigin(timeout: seconds * Self.second, seed: seed)
        origin.jitter = 0.1
        origin.run(requests: 2000)
        origin.run(requests: 40_000)
        #expect(origin.races * 10 < origin.naiveRaces, "\(origin.races) against \(origin.naiveRaces)")
        #expect(Double(origin.reused) / Double(origin.reusable) > 0.85)
    }

    /// A restart every quarter of an hour on average, on top of the timeout or without one.
    @Test(arguments: [5, 20, nil] as [UInt64?], 0..<5 as Range<UInt64>)
    func restartsDoNotShortenWhatIsReused(seconds: UInt64?, seed: UInt64) {
        var origin = SimulatedOrigin(timeout: seconds.map { $0 * Self.second }, seed: seed)
        origin.restarts = 900 * Self.second
        origin.run(requests: 5000)
        origin.run(requests: 40_000)
        let share = Double(origin.reused) / Double(origin.reusable)
        #expect(
            share > 0.8,
            "\(share); limit \(origin.life.limit(0)), closes \(String(describing: origin.life.closesAfter))"
        )
        // A restart meets a request on its way now and then, whatever the limit.
        #expect(origin.races * 1000 < origin.requests, "\(origin.races), a limit of 60 s \(origin.naiveRaces)")
    }

    @Test func anOriginThatNeverClosesIsKeptForAMinute() {
        var origin = SimulatedOrigin(timeout: nil, seed: 1)
        origin.run(requests: 10_000)
        #expect(origin.races == 0 && origin.life.limit(.max) == 60 * Self.second && origin.life.closesAfter == nil)
    }
}
