internal import GatewayConfig
internal import GatewayReactor
internal import GatewayWire

/// One endpoint of one route that is to be checked.
struct CheckTarget: Sendable {
    var route: String
    /// `Endpoint.label`.
    var endpoint: String
    /// The endpoint's own host and port.
    var authority: String
    var check: HealthCheck
    /// The header with which the question begins; nil for none.
    var proxyHeader: ProxyHeader.Version?
    /// Empty while the endpoint's name is not resolved.
    var targets: [ConnectTarget]

    /// All that a configuration asks for.
    ///
    /// - Parameter resolved: the addresses of a name, by label, that are known already.
    static func all(of configuration: Configuration, resolved: [String: [ConnectTarget]] = [:]) -> [CheckTarget] {
        configuration.routes.flatMap { route -> [CheckTarget] in
            guard let check = route.health.check else { return [] }
            return route.endpoints.map { endpoint in
                CheckTarget(
                    route: route.name,
                    endpoint: endpoint.label,
                    authority: endpoint.authority,
                    check: check,
                    proxyHeader: route.sentProxyProtocol.map { ProxyHeader.Version($0) },
                    targets: EndpointResolver.immediate(endpoint.address) ?? resolved[endpoint.label] ?? []
                )
            }
        }
    }
}

/// The same question to the same endpoint is asked once, for however many routes.
struct CheckIdentity: Hashable {
    var endpoint: String
    var check: HealthCheck
    var proxyHeader: ProxyHeader.Version?

    init(_ target: CheckTarget) {
        self.endpoint = target.endpoint
        self.check = target.check
        self.proxyHeader = target.proxyHeader
        // Where it is written does not make it another question.
        self.check.origin = .builtIn
    }
}
