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
    /// How many there are, whatever the configuration says since.
    let workers: Int
    let routeTable: RouteTable
    let rules: ForwardingRules
    let limits: HeadLimitsPair
    let pages: AnswerPages
    let shedding: ShedAnswers
    /// nil where clients have no limits.
    let clientLimiter: ClientLimiter?
    /// By route; nil where no rate is set.
    let rates: [RouteRate?]
    /// By route; nil where no limit is shared by workers.
    let shares: [RouteShare?]
    /// By label of the endpoint, where a limit of its requests is shared by workers.
    let endpointCounts: [String: SharedCount]
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
    /// By the label of the listener: the others whose clients show certificates.
    let guarded: [String: [TLSContext]]
    /// By route: whether it is there for challenges of certificate authorities alone (RFC 8555 §8.3).
    let answersChallenges: [Bool]

    /// - Parameter previous: whose counts go on where the limits are the same.
    init(
        _ configuration: Configuration,
        generation: Int,
        workers: Int,
        mark: String,
        pages: AnswerPages,
        names: [String: EndpointNews] = [:],
        tls: [String: TLSContext] = [:],
        upstreamTLS: [UpstreamTLS: TLSContext] = [:],
        previous: Snapshot? = nil
    ) {
        self.configuration = configuration
        self.generation = generation
        self.workers = workers
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
        self.guarded = Self.guarded(configuration, tls)
        self.answersChallenges = configuration.routes.map {
            $0.match.pathPrefix?.hasPrefix("/.well-known/acme-challenge") ?? false
        }
        self.shedding = ShedAnswers(configuration, pages: pages)
        self.clientLimiter = Self.limiter(configuration, generation, previous)
        self.rates = configuration.routes.map { Self.rate($0, previous) }
        self.shares = configuration.routes.map { Self.share($0, workers, previous) }
        self.endpointCounts = workers > 1 ? Self.endpointCounts(configuration, previous) : [:]
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

    private static func guarded(_ configuration: Configuration, _ tls: [String: TLSContext]) -> [String: [TLSContext]] {
        let asking = configuration.listeners.filter { ($0.tls?.clientCertificates ?? .off) != .off }
        return configuration.listeners.reduce(into: [:]) { result, listener in
            let label = listener.address.description
            let others = asking.filter { $0.address != listener.address && !$0.asksAsMuch(as: listener) }
            result[label] = others.compactMap { tls[$0.address.description] }
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

    private static func share(_ route: Route, _ workers: Int, _ previous: Snapshot?) -> RouteShare? {
        guard workers > 1, route.load.requests != nil || route.load.endpointRequests != nil else { return nil }
        guard let previous, let index = previous.configuration.routes.firstIndex(where: { $0.name == route.name }),
            let old = previous.shares[index]
        else { return RouteShare(workers: workers) }
        return old
    }

    private static func endpointCounts(_ configuration: Configuration, _ previous: Snapshot?) -> [String: SharedCount] {
        var counts: [String: SharedCount] = [:]
        for route in configuration.routes where route.load.endpointRequests != nil {
            for endpoint in route.endpoints where counts[endpoint.label] == nil {
                counts[endpoint.label] = previous?.endpointCounts[endpoint.label] ?? SharedCount()
            }
        }
        return counts
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
    var http2 = HTTP2Limits()

    init(_ limits: Limits) {
        self.http2.concurrentStreams = limits.http2Streams
        self.http2.mostStreamWindow = limits.http2Window
        self.http2.mostConnectionWindow = max(self.http2.mostConnectionWindow, limits.http2Window)
        self.http2.resets = .init(burst: limits.http2Resets, perSecond: limits.http2Resets / 10)
        // One bound on heads for both versions; the list counts 32 octets more for each field (RFC 9113 §6.5.2).
        self.http2.headerListSize = max(self.http2.headerListSize, limits.requestHead + 32 * limits.requestFields)
        self.http2.headerBlockSize = max(self.http2.headerBlockSize, limits.requestHead)
        self.http2.continuations = max(self.http2.continuations, limits.requestHead / 4096)
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

extension GatewayConfig.Listener {
    /// Whether clients of `other` have shown what clients of this one show.
    fileprivate func asksAsMuch(as other: GatewayConfig.Listener) -> Bool {
        self.tls?.clientCertificates == other.tls?.clientCertificates
            && self.tls?.clientAuthorities == other.tls?.clientAuthorities
    }
}
