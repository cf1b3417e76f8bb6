internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// What a worker is told of the addresses of an endpoint that has a name.
struct EndpointNews: Sendable {
    /// The endpoint's label.
    var label: String
    var targets: [ConnectTarget]
    /// What is known of each target, at the same place.
    var standings: [AddressStanding]
    /// Why there are no addresses, or no better ones; nil after a good answer.
    var fault: Fault?
    /// The resolver's words for it.
    var evidence: String
    /// The look-up is over.
    var isFinal: Bool

    init(_ answer: NameAnswer, label: String, port: UInt16, settings: ResolverSettings) {
        self.label = label
        let targets = answer.targets.prefix(AddressOrder.most)
        self.targets = targets.map { .address(SocketAddress($0.address, port: $0.port ?? port)) }
        self.standings = targets.map { AddressStanding(isV6: $0.isV6, priority: $0.priority, weight: $0.weight) }
        self.fault = answer.failure?.fault(limit: settings.timeout.count)
        self.evidence = answer.failure?.evidence ?? ""
        self.isFinal = answer.isFinal
    }
}

extension Endpoint.Address {
    /// The name behind the address, and the port where the name brings none; nil for what needs no resolver.
    var watched: (name: WatchedName, port: UInt16)? {
        switch self {
        case .unix: return nil
        case .service(let name): return (.service(name), 0)
        case .tcp(let host, let port):
            guard EndpointResolver.immediate(self) == nil else { return nil }
            return (.host(host), UInt16(clamping: port))
        }
    }
}
