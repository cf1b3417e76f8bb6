public import GatewayFaults

/// How long to wait before the next attempt.
///
/// 5 to 25 ms, spread by chance, so that the requests that failed together do not come back together. Without a wait
/// goes what another endpoint can take at once and has cost nobody anything yet.
public enum RetryDelay {
    private static let shortest: UInt64 = 5_000_000
    private static let spread: UInt64 = 20_000_000

    /// - Parameters:
    ///   - retryClass: the class of the fault that ended the last attempt.
    ///   - sameEndpoint: the next attempt goes where the last one went.
    ///   - afterOverload: the last attempt met a sign of overload (`AdaptiveLimit.Distress`).
    ///   - random: 64 random bits.
    /// - Returns: nanoseconds.
    public static func nanoseconds(
        _ retryClass: Fault.RetryClass,
        sameEndpoint: Bool,
        afterOverload: Bool,
        random: UInt64
    ) -> UInt64 {
        if !sameEndpoint, !afterOverload, retryClass == .notSent { return 0 }
        // The upper half of the product: as even as a remainder, without a division.
        return self.shortest + random.multipliedFullWidth(by: self.spread + 1).high
    }
}
