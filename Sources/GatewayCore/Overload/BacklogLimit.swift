public import GatewayConfig

/// How many requests an endpoint is given at once where a queue grows inside of it, although it gives no sign of
/// distress.
///
/// `AdaptiveLimit` goes by timeouts, 503 and refusals; an origin that only gets slower gives none. What gives it away
/// is `BacklogEpisode`'s business. Then the limit is one and a half times what Little's law says is under way at the
/// usual time: enough that the endpoint never idles, and the queue is here, where it can be cut and reordered.
///
/// The limit is an experiment at first. Latency in a queue falls with the number of those in it; that of a slow page
/// does not. Where heads come no sooner under the limit, it is dropped, and for a minute none begins. The same holds
/// for later decreases. While limited, a round that is quick makes the limit an eighth larger, one that is slow a
/// quarter smaller; one that nobody ran into for five seconds is dropped.
///
/// What it cannot see: a queue behind an endpoint that still answers some requests as quickly as ever; load less than
/// a tenth over capacity; fewer than eight heads a second or so; what was there before the first head. Each worker
/// judges by its own requests.
///
/// Counts only requests whose head has not come yet: streams, tunnels and downloads load an origin in another way.
/// Not responsible for counting them, nor for those that wait here.
public struct BacklogLimit: Sendable, BitwiseCopyable {
    /// The limit never falls below this.
    public static let minimum: UInt32 = 4
    private static let second: UInt64 = 1_000_000_000
    private static let minute: UInt64 = 60_000_000_000
    /// Rounds in a row in which the limit did not help.
    private static let mostInVain: UInt32 = 3

    // First what every request reads: of the many endpoints of a large pool few cache lines are touched.
    private var isOn: Bool
    /// `.max` for none.
    private var bound = UInt32.max
    /// The time that a head usually takes, in nanoseconds; 0 before the first window.
    private var usual = 0.0
    private var window = BacklogWindow(startedAt: 0)
    private var episode: BacklogEpisode?
    private var deafUntil: UInt64 = 0
    /// When the limit began.
    private var beganAt: UInt64 = 0
    /// When the limit changed, and when it was last run into.
    private var changedAt: UInt64 = 0
    private var usedAt: UInt64 = 0
    /// The mean time that the last decrease has to improve on; 0 for none.
    private var meanBefore = 0.0
    private var inVain: UInt32 = 0

    public init(_ policy: OverloadPolicy) { self.isOn = policy.watchesBacklog }

    /// A new policy for what is known already.
    ///
    /// - Returns: the end of a limit, where the policy wants none any more.
    public mutating func obey(_ policy: OverloadPolicy, now: UInt64) -> BacklogChange? {
        self.isOn = policy.watchesBacklog
        guard !self.isOn, self.bound != .max else { return nil }
        return self.drop(.switchedOff, deafUntil: 0, now)
    }

    /// The time that a head usually takes, in nanoseconds; 0 while not known.
    public var usualTime: UInt64 { Self.nanoseconds(self.usual) }

    /// The limit, or nil while there is none.
    public var limit: Int? { self.bound == .max ? nil : Int(self.bound) }

    /// Whether one more may be sent where `waiting` have no head yet.
    public func hasRoom(waiting: Int) -> Bool { waiting < Int(self.bound) }

    /// A request was sent; it is counted in `waiting`.
    public mutating func began(waiting: Int, now: UInt64) {
        self.window.begun &+= 1
        if waiting >= Int(self.bound) { self.usedAt = now }
    }

    /// A head came after `taken` nanoseconds; the request is still counted in `waiting`.
    ///
    /// - Returns: the beginning or the end of a limit.
    @discardableResult
    public mutating func headCame(after taken: UInt64, beganAt: UInt64, waiting: Int, now: UInt64) -> BacklogChange? {
        // One that began before the last change says nothing about the new limit.
        guard self.isOn, self.bound == .max || beganAt > self.changedAt else { return nil }
        self.window.saw(taken, isQuick: Double(taken) < self.usual * 1.5)
        guard self.window.isComplete(now) else { return nil }
        defer { self.window = BacklogWindow(startedAt: now) }
        if self.bound != .max { return self.adjust(now) }
        return self.judge(UInt32(clamping: waiting), now)
    }

    // MARK: - Without a limit

    private mutating func judge(_ waiting: UInt32, _ now: UInt64) -> BacklogChange? {
        guard self.usual > 0, self.window.isSlow, now >= self.deafUntil else {
            self.episode = nil
            self.learn(now)
            return nil
        }
        guard var episode = self.episode, !episode.isOutgrown(by: self.window, now: now) else {
            self.episode = BacklogEpisode(after: self.window, waiting: waiting, now: now)
            return nil
        }
        episode.add(self.window, now: now)
        self.episode = episode
        if now - episode.startedAt > Self.minute {
            // What has lasted so long and is no queue is usual now.
            self.usual = self.window.mean
            self.episode = nil
        }
        guard episode.isGrowingQueue(waiting: waiting, usual: self.usual) else { return nil }
        self.bound = Self.bounded(episode.rate * self.usual * 1.5)
        self.episode = nil
        self.beganAt = now
        self.changedAt = now
        self.usedAt = now
        self.meanBefore = episode.mean
        self.inVain = 0
        return self.change(.queueGrows, mean: episode.mean, now)
    }

    /// Quick to learn that heads come sooner and slow to get used to later ones, so that a queue which grows slowly is
    /// not taken for usual.
    private mutating func learn(_ now: UInt64) {
        let mean = self.window.mean
        guard self.usual > 0 else {
            self.usual = max(1, mean)
            return
        }
        let length = Double(min(now - self.window.startedAt, Self.second))
        let constant = Double(Self.second) * (mean > self.usual ? 60 : 15)
        self.usual += (mean - self.usual) * length / (length + constant)
    }

    // MARK: - Under a limit

    private mutating func adjust(_ now: UInt64) -> BacklogChange? {
        let unused = now - min(now, self.usedAt)
        if unused > 5 * Self.second { return self.drop(.unused, deafUntil: now, now) }
        let mean = self.window.mean
        if self.meanBefore > 0 {
            self.inVain = mean > self.meanBefore * 0.9 ? self.inVain + 1 : 0
            guard self.inVain < Self.mostInVain else {
                return self.drop(.inVain, deafUntil: now &+ Self.minute, now)
            }
        }
        if mean > self.usual * 2.5, self.bound > Self.minimum {
            if self.inVain == 0 { self.meanBefore = mean }
            self.change(to: Double(self.bound) * 0.75, now)
        } else if mean < self.usual * 1.75, unused < Self.second {
            self.meanBefore = 0
            self.inVain = 0
            self.change(to: Double(self.bound) + max(1, Double(self.bound / 8)), now)
        }
        return nil
    }

    private mutating func change(to limit: Double, _ now: UInt64) {
        self.bound = Self.bounded(limit)
        self.changedAt = now
    }

    private mutating func drop(_ reason: BacklogChange.Reason, deafUntil: UInt64, _ now: UInt64) -> BacklogChange {
        // A window without heads has no mean: the limit is taken back by a reload.
        defer {
            self.bound = .max
            self.deafUntil = deafUntil
            self.meanBefore = 0
            self.inVain = 0
        }
        return self.change(reason, mean: self.window.heads > 0 ? self.window.mean : 0, now)
    }

    private func change(_ reason: BacklogChange.Reason, mean: Double, _ now: UInt64) -> BacklogChange {
        BacklogChange(
            reason: reason,
            limit: Int(self.bound),
            usual: self.usualTime,
            mean: Self.nanoseconds(mean),
            lasted: now - min(now, self.beganAt)
        )
    }

    /// Whatever clock was told: a number of the type, and thirty years at most.
    private static func nanoseconds(_ value: Double) -> UInt64 { UInt64(min(max(0, value), 1e18)) }

    private static func bounded(_ limit: Double) -> UInt32 {
        UInt32(min(max(limit + 0.5, Double(Self.minimum)), 1_000_000))
    }
}
