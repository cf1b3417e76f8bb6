public import GatewayConfig

/// How long the first server may take before a second one is asked: a time, or what the route's answers teach.
///
/// Not responsible for whether a request may be sent twice.
public struct HedgeDelay: Sendable, BitwiseCopyable {
    /// A timer is not exact to less than this, and a second request costs more than such a wait.
    private static let shortest: UInt64 = 1_000_000

    private var latency: LatencyPercentile
    private let isLearned: Bool
    private let fixed: UInt64

    /// nil where no second server is asked.
    public init?(_ policy: HedgePolicy) {
        switch policy.after {
        case nil: return nil
        case .percentile(let percent):
            self.latency = LatencyPercentile(percent)
            self.isLearned = true
            self.fixed = 0
        case .time(let time):
            self.latency = LatencyPercentile(99)
            self.isLearned = false
            self.fixed = UInt64(time.count) * 1_000_000
        }
    }

    /// The first server's answer began after `nanoseconds`, or was given up after them in favour of the second's.
    public mutating func observe(_ nanoseconds: UInt64) {
        if self.isLearned { self.latency.observe(nanoseconds) }
    }

    /// In nanoseconds; nil while too few answers are known.
    public var value: UInt64? {
        guard self.isLearned else { return self.fixed }
        return self.latency.value.map { max(Self.shortest, $0) }
    }
}
