/// The windows in a row in which nearly no head was quick, and whether they look like a queue that grows.
///
/// A queue and a slow page both make heads late. Only a queue also makes each later than the one before, for as long
/// as more is sent than comes back, while no more comes back than before. A page that is slow, or turned to long
/// polling, is late at once and by the same time: by then as much comes back as is sent.
struct BacklogEpisode: Sendable, BitwiseCopyable {
    /// A queue that is shorter makes nobody leave.
    private static let shortestHarm = 250_000_000.0
    private static let fewestWindows: UInt32 = 2

    let startedAt: UInt64
    private let waitingAtStart: UInt32
    private let firstShortest: Double
    private var windows: UInt32 = 0
    /// Windows in a row in which all heads took about the same time.
    private var evenWindows: UInt32 = 0
    private var begun = 0.0
    private var heads = 0.0
    private var length = 0.0
    /// The last window's.
    private var shortest = 0.0
    private(set) var mean = 0.0

    /// - Parameter waiting: requests without a head at the end of `window`, which the episode begins with.
    init(after window: BacklogWindow, waiting: UInt32, now: UInt64) {
        self.startedAt = now
        self.waitingAtStart = waiting
        self.firstShortest = Double(window.shortest)
    }

    /// Heads a nanosecond.
    var rate: Double { self.heads / max(1, self.length) }

    mutating func add(_ window: BacklogWindow, now: UInt64) {
        self.windows &+= 1
        self.begun += Double(window.begun)
        self.heads += Double(window.heads)
        self.length += Double(now - window.startedAt)
        self.shortest = Double(window.shortest)
        self.mean = window.mean
        // In a queue everybody waits for the same others. Polls that end at any time, and a mix of pages, are not even.
        self.evenWindows = self.shortest >= self.mean * 0.6 ? self.evenWindows &+ 1 : 0
    }

    /// Whether more came back in `window` than before, and about as much as was sent: then that is not too much.
    func isOutgrown(by window: BacklogWindow, now: UInt64) -> Bool {
        guard self.windows > 0, UInt64(window.heads) * 10 >= UInt64(window.begun) * 9 else { return false }
        return Double(window.heads) / Double(max(1, now - window.startedAt)) > self.rate * 1.5
    }

    /// - Parameter usual: the time that a head usually takes.
    func isGrowingQueue(waiting: UInt32, usual: Double) -> Bool {
        guard self.evenWindows >= Self.fewestWindows, self.shortest >= max(usual * 2.5, Self.shortestHarm),
            self.shortest >= self.firstShortest * 1.5
        else { return false }
        // Little's law: at the usual time, `rate * usual` requests are under way.
        guard Double(waiting) >= self.rate * usual * 2 else { return false }
        let growth = Double(waiting) - Double(self.waitingAtStart)
        // More than the chance of arrivals does (three standard deviations), and a tenth more than comes back.
        return growth > 0 && growth * growth >= 9 * self.begun && growth * 10 >= self.heads
    }
}
