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
    /// What was known of the endpoints' names when the snapshot was made, by label.
    let names: [String: EndpointNews]

    init(
        _ configuration: Configuration,
        generation: Int,
        mark: String,
        pages: AnswerPages,
        names: [String: EndpointNews] = [:]
    ) {
        self.configuration = configuration
        self.generation = generation
        self.routeTable = RouteTable(configuration.routes.map { Self.entry($0.match) })
        self.rules = ForwardingRules(identity: configuration.identity, mark: mark)
        self.limits = HeadLimitsPair(configuration.limits)
        self.pages = pages
        self.names = names
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
        let plain: IPAddress =
            switch address.family {
            case .unix: IPAddress(v4: 0x7F00_0001)
            case .v4: IPAddress(v4: UInt32(truncatingIfNeeded: address.high >> 32))
            case .v6: IPAddress(v6: address.high, address.low)
            }
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
