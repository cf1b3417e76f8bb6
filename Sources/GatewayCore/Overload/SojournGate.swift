public import GatewayConfig

/// How long a request may wait for room, by the idea of CoDel: a standing queue is cut, a burst is let through.
///
/// A queue that empties now and then does its work. One in which even the shortest wait of an interval is longer
/// than `sojourn` only adds that wait to every request; then nobody waits longer than `sojourn` until the queue has
/// emptied once. The rest is shed early, while it still helps the client to know. A short wait alone does not end the
/// cut: waits are short because they are cut.
///
/// Meant for waits for room under a limit. Only requests that were served are observed: where nothing is served there
/// is nothing up, and waiting for it to come up has the normal bound (`WaitPolicy.longest`).
public struct SojournGate: Sendable, BitwiseCopyable {
    private let longest: UInt64
    private let sojourn: UInt64
    private let interval: UInt64

    private var intervalEnd: UInt64 = 0
    /// The shortest wait of this interval; `.max` while nothing was served.
    private var shortest = UInt64.max
    /// Waits are cut.
    public private(set) var isCutting = false

    public init(wait: WaitPolicy, overload: OverloadPolicy) {
        self.longest = UInt64(wait.longest.count) * 1_000_000
        self.sojourn = UInt64(overload.sojourn.count) * 1_000_000
        self.interval = UInt64(overload.interval.count) * 1_000_000
    }

    /// How long a request may wait now, in nanoseconds.
    public var longestWait: UInt64 { self.isCutting ? min(self.sojourn, self.longest) : self.longest }

    /// How long a request may wait for room where an answer usually takes `usual` nanoseconds, 0 for not known.
    ///
    /// Visitors wait for both. One that is let go at the last moment is answered after it, when many have left; the place
    /// is better given to somebody whose answer comes in time. Where answers take longer than half of the wait, it says
    /// nothing about when visitors leave, and all of it is for waiting.
    public func longestWait(beforeAnswerOf usual: UInt64) -> UInt64 {
        usual <= self.longestWait / 2 ? self.longestWait - usual : self.longestWait
    }

    /// A request's turn came: true to serve it, false to shed it because it waited too long.
    public mutating func serves(enqueuedAt: UInt64, now: UInt64) -> Bool {
        let waited = now > enqueuedAt ? now - enqueuedAt : 0
        guard self.sojourn > 0, self.interval > 0 else { return waited <= self.longest }
        if now >= self.intervalEnd {
            // An interval in which nothing was served has no shortest wait and says nothing.
            if self.shortest != .max, self.shortest > self.sojourn { self.isCutting = true }
            self.shortest = .max
            self.intervalEnd = now &+ self.interval
        }
        self.shortest = min(self.shortest, waited)
        return waited <= self.longestWait
    }

    /// Nobody waits any more, or somebody came and found nobody waiting.
    public mutating func emptied() {
        self.isCutting = false
        self.shortest = 0
    }
}
