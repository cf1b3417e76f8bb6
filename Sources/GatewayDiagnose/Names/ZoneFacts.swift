public import GatewayReactor

/// What the servers of the domain itself say, whom resolvers only repeat.
public struct ZoneFacts: Sendable {
    public struct Server: Sendable {
        /// As the delegation names it.
        public var name: String
        public var view: NameView
        /// Which edition of the zone it has.
        public var serial: UInt32?
        /// It says that it speaks for the zone; else it is asked in vain ("lame").
        public var isAuthoritative = false
    }

    /// The name that the servers are asked to speak for; nil where nobody could be found.
    public var zone: String?
    public var servers: [Server] = []
    /// The parent's servers know of no such zone.
    public var isUnknownToParent = false
    public var milliseconds: Double { Double(max(self.began, self.ended) - self.began) / 1_000_000 }
    /// Monotonic nanoseconds.
    var began: UInt64 = 0
    var ended: UInt64 = 0

    public init() {}

    /// Addresses that any of them gives for the host.
    public var addresses: [SocketAddress] {
        var all: [SocketAddress] = []
        for address in self.servers.flatMap(\.view.addresses) where !all.contains(address) { all.append(address) }
        return all
    }

    var answering: [Server] { self.servers.filter { $0.view.problem == nil || $0.view.isAnswer } }
}

extension NameView {
    /// The server did answer, if only that there is nothing.
    var isAnswer: Bool {
        switch self.problem {
        case nil, .noName, .noAddress: true
        case .serverFailure, .refused, .other, .timedOut, .unreachable, .malformed: false
        }
    }
}
