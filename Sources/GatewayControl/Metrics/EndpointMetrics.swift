internal import GatewayCore
internal import GatewayPlane

/// Metrics of upstream servers: what they do, the state they are in, and the limits they are given.
enum EndpointMetrics {
    static func add(_ report: PlaneReport, to exposition: inout Exposition) {
        typealias Endpoint = PlaneReport.Endpoint
        let endpoints = report.endpoints.sorted { $0.label < $1.label }
        let counters: [(String, String, KeyPath<Endpoint, UInt64>)] = [
            ("requests", "Attempts begun.", \.requests),
            ("faults", "Attempts that failed.", \.faults),
            ("connections_opened", "Connections opened.", \.opened),
            ("connections_reused", "Attempts that took a kept-alive connection.", \.reused),
        ]
        for (name, help, value) in counters {
            exposition.family("goodgate_endpoint_\(name)_total", .counter, "\(help) By endpoint.") { samples in
                for endpoint in endpoints { samples.add([("endpoint", endpoint.label)], endpoint[keyPath: value]) }
            }
        }
        let gauges: [(String, String, KeyPath<Endpoint, Int>)] = [
            ("active", "Attempts under way.", \.active),
            ("connections", "Open connections.", \.connections),
            ("pooled", "Kept-alive connections without a request.", \.pooled),
        ]
        for (name, help, value) in gauges {
            exposition.family("goodgate_endpoint_\(name)", .gauge, "\(help) By endpoint.") { samples in
                for endpoint in endpoints { samples.add([("endpoint", endpoint.label)], endpoint[keyPath: value]) }
            }
        }
        self.addStates(endpoints, to: &exposition)
        self.addLoad(endpoints, to: &exposition)
    }

    private static func addStates(_ endpoints: [PlaneReport.Endpoint], to exposition: inout Exposition) {
        exposition.family(
            "goodgate_endpoint_drained",
            .gauge,
            "1 while an operator has taken the endpoint out of use. By endpoint."
        ) { samples in
            for endpoint in endpoints { samples.add([("endpoint", endpoint.label)], endpoint.isDrained ? 1 : 0) }
        }
        exposition.family(
            "goodgate_endpoint_skipped",
            .gauge,
            "1 while a worker passes the endpoint over: it failed, its check does, or it has no address. By endpoint."
        ) { samples in
            for endpoint in endpoints { samples.add([("endpoint", endpoint.label)], endpoint.isSkipped ? 1 : 0) }
        }
        exposition.family(
            "goodgate_endpoint_state",
            .gauge,
            "1 for the worst state that a worker sees the endpoint in: up, ejected, trial, down, drained, unresolved."
        ) { samples in
            for endpoint in endpoints {
                samples.add([("endpoint", endpoint.label), ("state", endpoint.standing.state.token)], 1)
            }
        }
    }

    private static func addLoad(_ endpoints: [PlaneReport.Endpoint], to exposition: inout Exposition) {
        exposition.family(
            "goodgate_endpoint_idle_lifetime_seconds",
            .gauge,
            "How long an idle connection to the endpoint may be reused, as learned. By endpoint."
        ) { samples in
            for endpoint in endpoints {
                let seconds = Double(endpoint.reuseLimitNanoseconds / 1_000_000) / 1000
                samples.add([("endpoint", endpoint.label)], seconds)
            }
        }
        exposition.family(
            "goodgate_endpoint_request_limit",
            .gauge,
            "Requests at a time that an endpoint in distress gets (`overload.adaptive`). By endpoint, while limited."
        ) { samples in
            for endpoint in endpoints {
                if let limit = endpoint.requestLimit { samples.add([("endpoint", endpoint.label)], Double(limit)) }
            }
        }
        exposition.family(
            "goodgate_endpoint_backlog_limit",
            .gauge,
            "Requests at a time that an endpoint gets while a queue seems to grow inside of it. By endpoint, while limited."
        ) { samples in
            for endpoint in endpoints {
                if let limit = endpoint.backlogLimit { samples.add([("endpoint", endpoint.label)], Double(limit)) }
            }
        }
        exposition.family(
            "goodgate_endpoint_backlog_turned_away_total",
            .counter,
            "Requests turned away while a queue seemed to grow inside of the endpoint. By endpoint."
        ) { samples in
            for endpoint in endpoints {
                samples.add([("endpoint", endpoint.label)], Double(endpoint.backlogTurnedAway))
            }
        }
    }
}
