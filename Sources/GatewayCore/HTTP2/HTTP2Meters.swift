internal import GatewayWire

/// One meter for each thing that costs us and moves nothing forward.
internal struct HTTP2Meters: Sendable, BitwiseCopyable {
    internal var resets: HTTP2Meter
    internal var refusals: HTTP2Meter
    internal var settings: HTTP2Meter
    internal var pings: HTTP2Meter
    internal var emptyData: HTTP2Meter
    internal var windowUpdates: HTTP2Meter
    internal var priorities: HTTP2Meter
    internal var unknownFrames: HTTP2Meter

    internal init(_ limits: HTTP2Limits) {
        self.resets = HTTP2Meter(limits.resets)
        self.refusals = HTTP2Meter(limits.refusals)
        self.settings = HTTP2Meter(limits.settings)
        self.pings = HTTP2Meter(limits.pings)
        self.emptyData = HTTP2Meter(limits.emptyData)
        self.windowUpdates = HTTP2Meter(limits.windowUpdates)
        self.priorities = HTTP2Meter(limits.priorities)
        self.unknownFrames = HTTP2Meter(limits.unknownFrames)
    }

    /// A DATA frame went out: the peer may open windows for it, and measure with a PING how fast it came.
    internal mutating func sentData() {
        self.windowUpdates.credit(3)
        self.pings.credit(1)
    }

    /// A stream ended as it should: a browser that takes requests back also makes some.
    internal mutating func completedStream() {
        self.resets.credit(1)
    }

    /// Takes a token, or ends the connection.
    internal static func spend(
        _ meter: inout HTTP2Meter,
        now: UInt64,
        _ rule: HTTP2Rule
    ) throws(HTTP2Error) {
        guard meter.spend(now: now) else { throw .connection(.enhanceYourCalm, rule) }
    }
}
