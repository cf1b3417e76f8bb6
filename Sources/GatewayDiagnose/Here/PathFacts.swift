public import GatewayReactor

/// Which routers lie on the way to an address, as far as they say so.
public struct PathFacts: Sendable {
    public struct Hop: Sendable {
        public enum End: String, Sendable {
            /// The server itself answered.
            case reached
            case unreachable
        }

        public var number: Int
        /// Who answered; nil for nobody.
        public var reporter: SocketAddress?
        public var milliseconds: Double?
        public var end: End?
    }

    public enum Echo: Hashable, Sendable {
        case answered(Double)
        case silent
        case notAllowed
    }

    public var address: SocketAddress
    public var hops: [Hop] = []
    public var echo = Echo.notAllowed
    /// Why there is no trace.
    public var problem: String?
    /// Monotonic nanoseconds.
    var began: UInt64 = 0
    var ended: UInt64 = 0

    public init(_ address: SocketAddress) { self.address = address }

    /// The last router that said anything.
    public var last: Hop? { self.hops.last { $0.reporter != nil } }

    /// Routers that the same packet comes by more than once.
    public var circle: [SocketAddress] {
        let known = self.hops.compactMap { $0.reporter?.at(port: 0) }
        var circle: [SocketAddress] = []
        for address in known where known.count(where: { $0 == address }) > 2 && !circle.contains(address) {
            circle.append(address)
        }
        return circle
    }
}
