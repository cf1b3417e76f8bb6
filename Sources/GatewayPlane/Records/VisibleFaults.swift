public import GatewayFaults

/// How often clients of a route saw a fault: the gateway answered for it, or cut a response off.
public struct VisibleFault: Sendable {
    public struct Key: Hashable, Sendable {
        /// `-` for requests that found no route.
        public var route: String
        /// The endpoint of the last attempt; `-` when none was made.
        public var endpoint: String
        public var detail: Fault.Detail
        public var side: Fault.Side

        public init(route: String, endpoint: String, detail: Fault.Detail, side: Fault.Side) {
            self.route = route
            self.endpoint = endpoint
            self.detail = detail
            self.side = side
        }
    }

    public var key: Key
    public var count: UInt64

    public init(key: Key, count: UInt64) {
        self.key = key
        self.count = count
    }
}

extension VisibleFault {
    /// Whether it counts against a route's objective: a fault of the gateway's or the upstream's.
    ///
    /// What a client did wrong is its own, and a route in maintenance is closed on purpose.
    public var isAgainstObjective: Bool { self.key.side != .client && self.key.detail != .maintenance }
}

/// A worker's counts of the faults that clients saw.
///
/// Only the failing path touches them. Bounded: reloads that bring ever new names must not make them grow without end,
/// so what comes after the bound is counted without route and endpoint.
struct VisibleFaults {
    static let mostKeys = 2048

    private var counts: [VisibleFault.Key: UInt64] = [:]

    mutating func count(_ fault: Fault, route: String, endpoint: String) {
        var key = VisibleFault.Key(route: route, endpoint: endpoint, detail: fault.detail, side: fault.side)
        if self.counts.count >= Self.mostKeys, self.counts[key] == nil {
            key.route = "-"
            key.endpoint = "-"
        }
        self.counts[key, default: 0] &+= 1
    }

    var reported: [VisibleFault] { self.counts.map { VisibleFault(key: $0.key, count: $0.value) } }
}
