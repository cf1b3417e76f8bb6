internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

/// A configuration compiled for the workers: immutable, shared, replaced whole by a reload.
final class Snapshot: Sendable {
    let configuration: Configuration
    let generation: Int
    let routeTable: RouteTable
    let rules: ForwardingRules
    let limits: HeadLimitsPair
    let pages: AnswerPages
    let shedding: ShedAnswers
    /// nil where clients have no limits.
    let clientLimiter: ClientLimiter?
    /// By route; nil where no rate is set.
    let rates: [RouteRate?]
    let balance: [BalancePlan]
    let sticky: [StickyCookie?]
    /// Signs where no secret is set; lives as long as the process.
    let stickySecret: [UInt8]
    /// What was known of the endpoints' names when the snapshot was made, by label.
    let names: [String: EndpointNews]
    /// By the label of the listener; those without have plain text.
    let tls: [String: TLSContext]
    /// TLS with `https://` endpoints, by `UpstreamTLS.identity`.
    let upstreamTLS: [UpstreamTLS: TLSContext]

    /// - Parameter previous: whose counts go on where the limits are the same.
    init(
        _ configuration: Configuration,
        generation: Int,
        mark: String,
        pages: AnswerPages,
        names: [String: EndpointNews] = [:],
        tls: [String: TLSContext] = [:],
        upstreamTLS: [UpstreamTLS: TLSContext] = [:],
        previous: Snapshot? = nil
    ) {
        self.configuration = configuration
        self.generation = generation
        self.routeTable = RouteTable(configuration.routes.map { Self.entry($0.match) })
        self.rules = ForwardingRules(
            identity: configuration.identity,
            mark: mark,
            // From clients of every listener: a field that one of them may set is nobody's word.
            ownFields: configuration.listeners.compactMap { $0.tls?.clientField }
        )
        self.limits = HeadLimitsPair(configuration.limits)
        self.pages = pages
        self.names = names
        self.tls = tls
        self.upstreamTLS = upstreamTLS
        self.shedding = ShedAnswers(configuration, pages: pages)
        self.clientLimiter = Self.limiter(configuration, generation, previous)
        self.rates = configuration.routes.map { Self.rate($0, previous) }
        self.balance = configuration.routes.map {
            BalancePlan($0.endpoints, policy: $0.balance, zone: configuration.zone)
        }
        let secret = previous?.stickySecret ?? (0..<32).map { _ in UInt8.random(in: 0...255) }
        self.stickySecret = secret
        self.sticky = configuration.routes.map { route in
            route.balance.stickyCookie.map { name in
                StickyCookie(
                    name: name,
                    secret: route.balance.stickySecret.map { Array($0.utf8) } ?? secret,
                    endpoints: route.endpoints
                )
            }
        }
    }

    private static func limiter(
        _ configuration: Configuration,
        _ generation: Int,
        _ previous: Snapshot?
    ) -> ClientLimiter? {
        if let old = previous?.clientLimiter, old.limits == configuration.clientLimits { return old }
        guard configuration.clientLimits != ClientLimits() else { return nil }
        return ClientLimiter(configuration.clientLimits, number: generation, seed: UInt64.random(in: 1...UInt64.max))
    }

    private static func rate(_ route: Route, _ previous: Snapshot?) -> RouteRate? {
        if let previous, let index = previous.configuration.routes.firstIndex(where: { $0.name == route.name }),
            let old = previous.rates[index], old.policy == route.rate
        {
            return old
        }
        return RouteRate(route.rate, seed: UInt64.random(in: 1...UInt64.max))
    }

    private static func entry(_ match: RouteMatch) -> RouteTable.Entry {
        var entry = RouteTable.Entry(pathPrefix: match.pathPrefix ?? "/", methods: match.methods)
        for host in match.hosts {
            switch host {
            case .exact(let name): entry.exactHosts.append(name)
            case .wildcard(let suffix): entry.wildcardHosts.append(suffix)
            }
        }
        return entry
    }

    /// Whether the peer at `address` may speak for others.
    func trusts(_ address: SocketAddress) -> Bool {
        guard !self.configuration.trustedProxies.isEmpty else { return false }
        let plain = IPAddress(address)
        return self.configuration.trustedProxies.contains { $0.contains(plain) }
    }
}

/// The limits of the wire in the form the parsers take.
struct HeadLimitsPair: Sendable {
    var request: HeadLimits
    var response: HeadLimits
    var requestBody: BodyLimits
    var responseBody: BodyLimits
    var interims: UInt32
    var requestsPerConnection: UInt32
    var connections: Int

    init(_ limits: Limits) {
        self.request = HeadLimits(
            startLine: limits.requestLine,
            field: limits.field,
            head: limits.requestHead,
            fieldCount: limits.requestFields,
            interim: 0
        )
        self.response = HeadLimits(
            startLine: limits.requestLine,
            // A refused response is the operator's outage, so one field may be longer than a client's.
            field: min(limits.responseHead, max(limits.field, HeadLimits.response.field)),
            head: limits.responseHead,
            fieldCount: limits.responseFields,
            interim: limits.interimResponses
        )
        self.requestBody = BodyLimits()
        self.requestBody.body = limits.requestBody
        self.requestBody.trailers = UInt32(clamping: limits.trailers)
        self.responseBody = BodyLimits()
        self.responseBody.trailers = UInt32(clamping: limits.trailers)
        self.connections = limits.connections
        self.interims = UInt32(clamping: limits.interimResponses)
        self.requestsPerConnection = UInt32(clamping: limits.requestsPerConnection ?? Int(UInt32.max))
    }
}

/// The pages of the gateway's own answers: the built-in ones, or the operator's templates.
struct AnswerPages: Sendable {
    var templates: PageTemplates?

    func render(_ context: AnswerContext) -> (contentType: String, body: [UInt8]) {
        AnswerPage.render(context, templates: self.templates)
    }
}
