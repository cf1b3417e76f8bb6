/// The average time an endpoint takes to answer, quick to see that it got slow and slow to forget it.
///
/// A time above the average replaces it at once; one below draws it down with a time constant of about ten seconds.
/// Without observations it fades too, so that an endpoint that was slow is tried again. Not responsible for which
/// times are observed.
public struct LatencyAverage: Sendable, BitwiseCopyable, Equatable {
    /// Nanoseconds; 0 before the first observation.
    private var average: Double = 0
    private var observedAt: UInt64 = 0

    private static let timeConstant: Double = 10_000_000_000
    /// A fault after a microsecond must not look like the fastest answer, nor one after an hour count for ever.
    private static let longest: UInt64 = 60_000_000_000

    public init() {}

    /// An answer took `nanoseconds`.
    public mutating func observe(_ nanoseconds: UInt64, now: UInt64) {
        let sample = Double(max(1, min(nanoseconds, Self.longest)))
        if sample >= self.average {
            self.average = sample
        } else {
            let kept = Self.kept(after: now &- min(now, self.observedAt))
            self.average = max(1, self.average * kept + sample * (1 - kept))
        }
        self.observedAt = now
    }

    /// An attempt failed after `nanoseconds`: the average doubles at least, so that a fast failure attracts nobody.
    public mutating func observeFault(after nanoseconds: UInt64, now: UInt64) {
        let doubled = self.average >= Double(Self.longest) ? Self.longest : UInt64(self.average * 2)
        self.observe(max(nanoseconds, doubled, 1_000_000), now: now)
    }

    /// The average in nanoseconds, at least 1; 0 when nothing was observed yet.
    public func value(now: UInt64) -> UInt64 {
        guard self.average > 0 else { return 0 }
        return UInt64(max(1, self.average * Self.kept(after: now &- min(now, self.observedAt))))
    }

    /// What is left of a difference after so long: exp(-t/T) as (1 + t/8T)^-8, which needs no library.
    private static func kept(after nanoseconds: UInt64) -> Double {
        let base = 1 / (1 + Double(nanoseconds) / (8 * Self.timeConstant))
        let square = base * base
        let fourth = square * square
        return fourth * fourth
    }
}
