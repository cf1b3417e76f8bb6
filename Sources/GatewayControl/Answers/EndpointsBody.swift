internal import GatewayConfig
internal import GatewayPlane

/// What `/endpoints` answers: each upstream server, the routes it serves and how it does.
struct EndpointsBody: Encodable {
    struct Endpoint: Encodable {
        let endpoint: String
        let addresses: [String]
        let routes: [String]
        let state: String
        let failuresInRow: Int
        let active: Int
        let connections: Int
        let pooled: Int
        let requests: UInt64
        let faults: UInt64
        let connectionsOpened: UInt64
        let connectionsReused: UInt64
        /// How long an idle connection is reused at most.
        let reuseLimitSeconds: Double
        /// The age at which it closes idle connections, and how often that was seen; absent while not known.
        let closesIdleAfterSeconds: Double?
        let closesSeen: Int
    }

    /// A name that endpoints have, and what the resolver says of it.
    struct Name: Encodable {
        let name: String
        let addresses: [String]
        let ageSeconds: Double?
        let ttlSeconds: Double
        let stale: Bool
        let failures: UInt64
        let failuresInRow: Int
        let problem: String?
    }

    let endpoints: [Endpoint]
    let names: [Name]

    init(_ report: PlaneReport, _ configuration: Configuration) {
        self.names = report.names.map { name in
            Name(
                name: name.name,
                addresses: name.addresses,
                ageSeconds: name.age,
                ttlSeconds: name.timeToLive,
                stale: name.isStale,
                failures: name.failures,
                failuresInRow: name.failuresInRow,
                problem: name.problem
            )
        }
        self.endpoints = report.endpoints.sorted { $0.label < $1.label }.map { endpoint in
            let routes = configuration.routes.filter { route in
                route.endpoints.contains { $0.label == endpoint.label }
            }
            return Endpoint(
                endpoint: endpoint.label,
                addresses: endpoint.addresses,
                routes: routes.map(\.name),
                state: Self.state(endpoint),
                failuresInRow: endpoint.failuresInRow,
                active: endpoint.active,
                connections: endpoint.connections,
                pooled: endpoint.pooled,
                requests: endpoint.requests,
                faults: endpoint.faults,
                connectionsOpened: endpoint.opened,
                connectionsReused: endpoint.reused,
                reuseLimitSeconds: Double(endpoint.reuseLimitNanoseconds / 1_000_000) / 1000,
                closesIdleAfterSeconds: endpoint.closesAfterNanoseconds.map { Double($0 / 1_000_000) / 1000 },
                closesSeen: endpoint.closesObservations
            )
        }
    }

    static func state(_ endpoint: PlaneReport.Endpoint) -> String {
        // Until the last request is done; after that nothing stands in the way of stopping it.
        if endpoint.isDrained { return endpoint.active > 0 ? "draining" : "drained" }
        if endpoint.addresses.isEmpty { return "unresolved" }
        return endpoint.isSkipped ? "skipped" : "in use"
    }
}
