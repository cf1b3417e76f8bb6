public import GatewayConfig

/// An `EjectionPolicy` in the numbers that decisions are made with; times in nanoseconds.
public struct EjectionRules: Sendable, BitwiseCopyable {
    var isOn: Bool
    var consecutive: UInt32
    var percent: UInt32
    var window: UInt64
    var base: UInt64
    var longest: UInt64
    var countsServerErrors: Bool

    /// Requests that a share is counted of at least: one of two is no half.
    static let leastRequests: UInt32 = 10

    public init(_ policy: EjectionPolicy) {
        self.isOn = policy.isOn
        self.consecutive = UInt32(clamping: policy.consecutive)
        self.percent = UInt32(clamping: policy.percent)
        self.window = UInt64(policy.window.count) * 1_000_000
        self.base = max(1, UInt64(policy.base.count) * 1_000_000)
        self.longest = max(self.base, UInt64(policy.longest.count) * 1_000_000)
        self.countsServerErrors = policy.countsServerErrors
    }

    /// base × 2^ejections, at most the longest.
    func length(ejections: UInt32) -> UInt64 {
        let (length, overflow) = self.base.multipliedReportingOverflow(by: 1 << UInt64(min(ejections, 40)))
        return overflow ? self.longest : min(length, self.longest)
    }
}
