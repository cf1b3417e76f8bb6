/// When a name is asked for again, and for how long its last good answer may be used.
///
/// Is told what happened and the time, and says when the next query is due. Not responsible for the addresses nor for
/// asking. Times are monotonic nanoseconds; randomness is passed in.
public struct NameSchedule: Sendable {
    public struct Bounds: Hashable, Sendable {
        /// Times to live outside `shortest...longest` are moved into it.
        public var shortest: UInt64
        public var longest: UInt64
        /// How long the last good answer is used while there is none.
        public var keep: UInt64

        public init(shortest: UInt64, longest: UInt64, keep: UInt64) {
            self.shortest = shortest
            self.longest = max(shortest, longest)
            self.keep = keep
        }
    }

    /// What the addresses of the last good answer are worth.
    public enum Standing: Hashable, Sendable {
        /// There was no good answer yet.
        case unknown
        case fresh
        /// Older than its time to live, and the resolver gives no better one.
        case stale
        /// Kept as long as it may be; not to be used any more.
        case expired
    }

    private static let second: UInt64 = 1_000_000_000
    /// Between two queries that refused addresses ask for.
    public static let refreshInterval = Self.second
    private static let longestBackOff = 30 * Self.second

    private var bounds: Bounds
    /// When the next query is due; nil while one is under way.
    public private(set) var nextQuery: UInt64?
    private var lastBegun: UInt64?
    public private(set) var answeredAt: UInt64?
    /// Of the last good answer, within the bounds.
    public private(set) var timeToLive: UInt64 = 0
    /// Queries without a good answer, since the last one that had one.
    public private(set) var failuresInRow = 0
    public private(set) var failures: UInt64 = 0

    public init(_ bounds: Bounds, now: UInt64) {
        self.bounds = bounds
        self.nextQuery = now
    }

    public mutating func boundsChanged(_ bounds: Bounds) { self.bounds = bounds }

    public func isDue(now: UInt64) -> Bool { self.nextQuery.map { $0 <= now } ?? false }

    public mutating func queryBegan(now: UInt64) {
        self.nextQuery = nil
        self.lastBegun = now
    }

    /// - Parameter ttl: in seconds.
    public mutating func answered(ttl: UInt32, now: UInt64, random: UInt64) {
        self.timeToLive = min(max(UInt64(ttl) * Self.second, self.bounds.shortest), self.bounds.longest)
        self.answeredAt = now
        self.failuresInRow = 0
        // A tenth early, so that the new answer is there before the old one ends, and spread by a tenth, so that names
        // that were asked for together do not stay together: 0.81 to 0.99 of the time to live.
        self.nextQuery = now + Self.spread(self.timeToLive / 10 * 9, random)
    }

    public mutating func failed(now: UInt64, random: UInt64) {
        let wait = min(Self.second << UInt64(min(self.failuresInRow, 5)), Self.longestBackOff)
        self.failuresInRow += 1
        self.failures &+= 1
        self.nextQuery = now + Self.spread(wait, random)
    }

    /// The query under way was given up, because it went to servers that are not asked any more.
    public mutating func queryAbandoned(now: UInt64) { self.nextQuery = now }

    /// An address of the name refused a connection or cannot be reached: the name may stand for others by now.
    ///
    /// A query that is under way is the answer to that, too.
    public mutating func addressRefused(now: UInt64) {
        guard let planned = self.nextQuery else { return }
        let soonest = self.lastBegun.map { $0 + Self.refreshInterval } ?? now
        self.nextQuery = min(planned, max(now, soonest))
    }

    public func standing(now: UInt64) -> Standing {
        guard let answeredAt = self.answeredAt else { return .unknown }
        let age = now >= answeredAt ? now - answeredAt : 0
        if age <= self.timeToLive { return .fresh }
        return age <= max(self.bounds.keep, self.timeToLive) ? .stale : .expired
    }

    /// 0.9 to 1.1 times `time`.
    private static func spread(_ time: UInt64, _ random: UInt64) -> UInt64 {
        let tenth = time / 10
        return time - tenth + random % (2 * tenth + 1)
    }
}
