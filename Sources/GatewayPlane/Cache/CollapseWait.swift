/// How long one request may wait for answers to others.
///
/// All its waits together are bounded: whoever asks for all may leave, and so may the next one who then asks.
struct CollapseWait: BitwiseCopyable {
    /// 0 before the first wait.
    private var end: UInt64 = 0

    init() {}

    func mayBegin(now: UInt64) -> Bool { self.end == 0 || now < self.end }

    /// It waits for an answer for which nobody waits beyond `until`; returns how long.
    mutating func begin(until: UInt64, now: UInt64) -> UInt64 {
        if self.end == 0 { self.end = now + CacheFlights.longestWait }
        let end = min(until, self.end)
        return end > now ? end - now : 1
    }
}
