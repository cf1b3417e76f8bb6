internal import GatewayConfig
internal import GatewayCore
internal import GatewayPlane

/// What `/endpoints` answers: each upstream server, the routes it serves and how it does.
struct EndpointsBody: Encodable {
    struct Endpoint: Encodable {
        let endpoint: String
        let addresses: [String]
        let routes: [String]
        let state: String
        /// Why it is not in use: a stable name, and words; absent while it is.
        let reason: String?
        let detail: String?
        /// How long the state has lasted, and when it may end.
        let sinceSeconds: Double?
        let endsInSeconds: Double?
        /// Workers that pass it over; each judges by its own requests.
        let passedOverBy: Int
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
        /// Average time to the response head; absent while not known.
        let latencySeconds: Double?
        /// Requests at a time after signs of distress, and for a queue inside of it; absent while there is no limit.
        let requestLimit: Int?
        let backlogLimit: Int?
        let backlogTurnedAway: UInt64
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
                reason: endpoint.standing.reason,
                detail: endpoint.standing.words,
                sinceSeconds: Self.seconds(endpoint.standing.since),
                endsInSeconds: Self.seconds(endpoint.standing.endsIn),
                passedOverBy: endpoint.passedOverBy,
                failuresInRow: endpoint.failuresInRow,
                active: endpoint.active,
                connections: endpoint.connections,
                pooled: endpoint.pooled,
                requests: endpoint.requests,
                faults: endpoint.faults,
                connectionsOpened: endpoint.opened,
                connectionsReused: endpoint.reused,
                reuseLimitSeconds: Self.seconds(endpoint.reuseLimitNanoseconds) ?? 0,
                closesIdleAfterSeconds: Self.seconds(endpoint.closesAfterNanoseconds),
                closesSeen: endpoint.closesObservations,
                latencySeconds: endpoint.latencyNanoseconds.map { Double($0 / 1000) / 1_000_000 },
                requestLimit: endpoint.requestLimit,
                backlogLimit: endpoint.backlogLimit,
                backlogTurnedAway: endpoint.backlogTurnedAway
            )
        }
    }

    static func state(_ endpoint: PlaneReport.Endpoint) -> String {
        // Until the last request is done; after that nothing stands in the way of stopping it.
        if endpoint.isDrained { return endpoint.active > 0 ? "draining" : "drained" }
        if endpoint.addresses.isEmpty { return "unresolved" }
        switch endpoint.standing.state {
        case .unknown, .up: return endpoint.standing.isSkipped ? "skipped" : "in use"
        case .ejected: return "ejected"
        case .trial: return "on trial"
        case .down: return "down"
        case .drained: return "drained"
        case .unresolved: return "unresolved"
        }
    }

    private static func seconds(_ nanoseconds: UInt64?) -> Double? {
        nanoseconds.map { Double($0 / 1_000_000) / 1000 }
    }
}
