internal import GatewayReactor

/// When to ask for an OCSP response next: at half of its life, sooner and ever later after failures.
///
/// A pure value; all times are seconds since 1970.
struct StapleSchedule: Equatable {
    private(set) var due: Int64
    private var failures = 0

    /// However short the life of a response or the patience of nobody: a responder is asked once a minute at most.
    static let shortest: Int64 = 60
    static let longestAfterFailure: Int64 = 3600

    init(now: Int64) { self.due = now }

    /// A response that was made long ago is renewed half way to its end instead.
    mutating func succeeded(_ staple: Staple, now: Int64) {
        self.failures = 0
        let half = staple.thisUpdate + (staple.nextUpdate - staple.thisUpdate) / 2
        let middle = now + (staple.nextUpdate - now) / 2
        self.due = max(half > now ? half : middle, now + Self.shortest)
    }

    mutating func failed(now: Int64) {
        self.failures = min(self.failures + 1, 16)
        self.due = now + min(Self.shortest << (self.failures - 1), Self.longestAfterFailure)
    }
}
