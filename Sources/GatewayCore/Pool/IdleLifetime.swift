/// How long an origin keeps an idle connection, learned, and with that how long one may be reused.
///
/// A request on a connection that the origin is just closing is lost (the keep-alive race). So connections are reused
/// only up to `limit`, which stays below the age at which the origin closes:
///
/// - **Said**: `Keep-Alive: timeout=n` is believed, less 0.9 s: the origin's clock starts before ours, its timer is
///   coarse, and n is whole seconds. 0 and 1 mean that a connection is not worth keeping.
/// - **Start**: 4 s, below the 5 s of the origins with the shortest usual timeout.
/// - **Upward only by proof**: when a connection reaches the limit, now and then one is kept and watched without being
///   reused (`watch`). Alive at that age, it raises the limit by a quarter, at most every ten seconds and up to 60 s.
///   No request is ever risked to find out.
/// - **Downward by agreement**: a close is believed when another one at a different moment agrees with it within 15 %
///   (two more for ages below 1 s, where coincidence is likely) and nothing was found alive at a clearly higher age in
///   between. Until then a close after 1 s or more is a suspicion: it lowers the limit at once, for half a minute, and
///   a watched connection confirms or clears it.
/// - **Restarts teach nothing**: an origin's timer closes connections at one age, so closes of one moment at
///   different ages are a restart and are forgotten.
///
/// The margin below a closing age is a tenth and 100 ms. Per endpoint and worker. Not responsible for sockets or
/// timers.
public struct IdleLifetime: Sendable, BitwiseCopyable {
    static let second: UInt64 = 1_000_000_000
    private static let millisecond: UInt64 = 1_000_000
    /// The limit of an origin of which nothing is known.
    public static let start: UInt64 = 4 * second
    /// The limit is not raised above this without the origin's word.
    public static let longest: UInt64 = 60 * second
    /// An origin's word is not believed beyond this.
    private static let longestSaid: UInt64 = 3600 * second
    /// What is shorter is not worth keeping a connection for.
    private static let shortest: UInt64 = 100 * millisecond
    private static let suspicionLife: UInt64 = 30 * second
    /// Between two watched connections: while the limit may rise, and once the closing age is known.
    private static let watchPause: UInt64 = 10 * second
    private static let knownPause: UInt64 = 60 * second
    /// Ages beyond a day are taken as a day, so that no sum overflows.
    private static let oldest: UInt64 = 86_400 * second

    /// A connection found alive at an age up to this tells nothing new: first, because each reuse asks.
    private var dull: UInt64 = 0
    /// What the origin said last; nil when it said nothing.
    public private(set) var saidSeconds: UInt32?
    /// The highest age at which a connection was found alive.
    private var proven: UInt64 = 0
    /// The age at which the origin closes, agreed by `observations` closes; 0 when not known.
    private var closing: UInt64 = 0
    public private(set) var observations: UInt32 = 0
    private var suspect: UInt64 = 0
    private var suspectedAt: UInt64 = 0
    private var history = ClosingHistory()
    private var watchedAt: UInt64 = 0
    private var watchEnds: UInt64 = 0
    private var hasWatched = false

    public init() {}

    /// The age at which the origin closes idle connections, as far as closes agree on it; nil when not known.
    public var closesAfter: UInt64? { self.closing == 0 ? nil : self.closing }

    /// The age in nanoseconds up to which an idle connection may be reused; 0 for not at all.
    public func limit(_ now: UInt64) -> UInt64 {
        var limit = self.unburdened
        if self.closing > 0 {
            // Agreed closes are better evidence than the start value; the origin's word is only ever cut by them.
            let below = Self.below(self.closing)
            limit = min(self.saidSeconds == nil ? Self.longest : limit, below)
        }
        if self.isSuspicious(now) { limit = min(limit, Self.below(self.suspect)) }
        return limit < Self.shortest ? 0 : limit
    }

    // MARK: - Events

    /// The origin named its timeout.
    public mutating func said(seconds: UInt32) {
        self.saidSeconds = seconds
    }

    /// The origin closed a connection that was idle for `age`, or one reused at that age was lost.
    public mutating func foundClosed(afterIdle age: UInt64, now: UInt64) {
        defer { self.dull = self.dullest }
        let age = min(max(age, 1), Self.oldest)
        // It was alive until then, too.
        self.refute(below: age)
        if self.closing > 0, ClosingHistory.agree(age, self.closing) {
            return self.confirm(age)
        }
        switch self.history.closed(age, now) {
        case .restart:
            self.suspect = 0
        case .agreed(let earliest, let moments):
            self.closing = earliest
            self.observations = moments
            self.proven = min(self.proven, earliest)
            self.suspect = 0
        case .single:
            guard age >= Self.second, age <= self.limit(now) + self.limit(now) / 4 else { return }
            self.suspect = age
            self.suspectedAt = now
        }
    }

    /// A connection was found alive at `age`: reused with success, or watched until then.
    @inline(__always)
    public mutating func survived(afterIdle age: UInt64) {
        // Most reuses are young.
        if age > self.dull { self.survivedLong(min(age, Self.oldest)) }
    }

    /// A connection reached the limit: whether to keep it, unused, to learn how old it gets.
    ///
    /// Where it is nil, close the connection. Else keep it out of reach of requests until it is as old as the answer,
    /// and report `foundClosed` or `survived`. To be asked at parking as well where the limit is 0.
    public mutating func watch(_ now: UInt64) -> UInt64? {
        guard !self.hasWatched || now >= self.watchEnds else { return nil }
        let limit = self.limit(now)
        let target: UInt64
        let pause: UInt64
        if self.isSuspicious(now) {
            target = Self.clearlyAbove(self.suspect)
            pause = 0
        } else if self.closing > 0 {
            target = Self.clearlyAbove(self.closing)
            pause = Self.knownPause
        } else {
            // An origin that named its timeout is believed; above the longest limit there is nothing to learn.
            guard self.saidSeconds == nil, limit < Self.longest else { return nil }
            target = Self.whoseBelow(limit + limit / 4)
            pause = Self.watchPause
        }
        guard !self.hasWatched || now >= self.watchedAt &+ pause else { return nil }
        self.hasWatched = true
        self.watchedAt = now
        // With a second more: the answer's event comes when its timer does.
        self.watchEnds = now &+ (target > limit ? target - limit : 0) &+ Self.second
        return target
    }

    // MARK: - Inside

    /// The limit without regard to closes.
    private var unburdened: UInt64 {
        if let said = self.saidSeconds {
            return said <= 1 ? 0 : min(UInt64(said) * Self.second - 900 * Self.millisecond, Self.longestSaid)
        }
        return min(max(Self.start, Self.below(self.proven)), Self.longest)
    }

    private func isSuspicious(_ now: UInt64) -> Bool {
        self.suspect > 0 && (now < self.suspectedAt || now - self.suspectedAt < Self.suspicionLife)
    }

    /// The limit that keeps its margin to a closing age.
    private static func below(_ age: UInt64) -> UInt64 {
        let margin = age / 10 + 100 * self.millisecond
        return age > margin ? age - margin : 0
    }

    /// The age of which `limit` is `below`.
    private static func whoseBelow(_ limit: UInt64) -> UInt64 { (limit + 100 * self.millisecond) * 10 / 9 + 1 }

    /// An age at which an origin that closes at `age` has closed.
    private static func clearlyAbove(_ age: UInt64) -> UInt64 { age + age / 3 + 200 * self.millisecond }

    /// The highest age that neither proves more than is proven nor refutes anything.
    private var dullest: UInt64 {
        let closing = self.closing > 0 ? self.closing : .max
        let suspect = self.suspect > 0 ? self.suspect : .max
        return min(self.proven, self.history.youngest, closing, suspect)
    }

    private mutating func survivedLong(_ age: UInt64) {
        self.proven = max(self.proven, age)
        self.refute(below: age)
        self.dull = self.dullest
    }

    /// An origin that kept a connection for `age` has no timeout clearly below that.
    private mutating func refute(below age: UInt64) {
        // Clearly: by three tenths, because timers jitter by a tenth up and down.
        let bound = age * 10 / 13
        self.history.forget(below: bound)
        if self.suspect < bound { self.suspect = 0 }
        if self.closing < bound {
            self.closing = 0
            self.observations = 0
        }
    }

    /// One more close where it was expected: down at once, up slowly.
    private mutating func confirm(_ age: UInt64) {
        self.closing = age < self.closing ? age : self.closing + (age - self.closing) / 8
        self.observations = self.observations == .max ? .max : self.observations + 1
        self.suspect = 0
    }
}
