internal import GatewayCore

/// What is known of a name's addresses now.
struct NameAnswer: Sendable {
    var name: WatchedName
    /// In an order that depends on the addresses alone, so that answers can be compared; empty for none.
    var targets: [NameTarget]
    /// Why the last look-up had no result; nil when it had one.
    var failure: NameFailure?
    /// The look-up is over; else one family's answer is still out.
    var isFinal: Bool
    var standing: NameSchedule.Standing
    /// Monotonic nanoseconds.
    var answeredAt: UInt64?
    var timeToLive: UInt64
    var failuresInRow: Int
    var failures: UInt64
}
