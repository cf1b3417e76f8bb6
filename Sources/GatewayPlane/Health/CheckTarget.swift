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
    /// nil for plain HTTP.
    var encryption: CheckEncryption?
    /// HTTP/2 by prior knowledge.
    var hasPriorKnowledge = false
    /// Empty while the endpoint's name is not resolved.
    var targets: [ConnectTarget]

    /// All that a configuration asks for.
    ///
    /// - Parameters:
    ///   - resolved: the addresses of a name, by label, that are known already
    ///   - contexts: TLS with upstreams
    static func all(
        of configuration: Configuration,
        resolved: [String: [ConnectTarget]] = [:],
        contexts: [UpstreamTLS: TLSContext] = [:]
    ) -> [CheckTarget] {
        configuration.routes.flatMap { route -> [CheckTarget] in
            guard let check = route.health.check else { return [] }
            return route.endpoints.map { endpoint in
                CheckTarget(
                    route: route.name,
                    endpoint: endpoint.label,
                    authority: endpoint.authority,
                    check: check,
                    proxyHeader: route.sentProxyProtocol.map { ProxyHeader.Version($0) },
                    encryption: CheckEncryption(endpoint, contexts),
                    hasPriorKnowledge: endpoint.hasPriorKnowledge,
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

/// TLS of the questions to one endpoint.
struct CheckEncryption: Sendable {
    var context: TLSContext
    var name: String

    init?(_ endpoint: Endpoint, _ contexts: [UpstreamTLS: TLSContext]) {
        guard let tls = endpoint.tls, let context = contexts[tls.identity] else { return nil }
        self.context = context
        self.name = tls.serverName ?? endpoint.address.host
    }
}
