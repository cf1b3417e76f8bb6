/// What `goodgate top` shows: rates between two readings, or since the gateway's start where there is one only.
struct TopFigures: Sendable, Equatable, Encodable {
    struct Route: Sendable, Equatable, Encodable {
        var route: String
        var requestsPerSecond: Double?
        var status4xxPerSecond: Double?
        var status5xxPerSecond: Double?
        /// Share of the exchanges that did not end in 5xx, since the gateway's start.
        var availabilityPercent: Double?
        var objectivePercent: Double?
        var meanSeconds: Double?
        /// Upper bound of the histogram's bucket that holds it; nil where it lies above all bounds.
        var p99Seconds: Double?
    }

    struct Endpoint: Sendable, Equatable, Encodable {
        var endpoint: String
        var state: String
        var reason: String?
        var active: Int
        var pooled: Int
        var requestsPerSecond: Double?
        var faultsPerSecond: Double?
        var idleLimitSeconds: Double?
        var closesAfterSeconds: Double?
        var latencySeconds: Double?
    }

    struct Count: Sendable, Equatable, Encodable {
        var total: Double
        var perSecond: Double?
    }

    /// Seconds between the readings; nil where there was only one.
    var seconds: Double?
    var isDraining: Bool
    var exchangesActive: Double
    var clientsActive: Double
    var faults: [String: Count]
    var prevented: [String: Count]
    var routes: [Route]
    var endpoints: [Endpoint]

    init(previous: TopReading?, current: TopReading) {
        let span = previous.map { current.time - $0.time }.flatMap { $0 > 0 ? $0 : nil }
        let rate = Rate(seconds: span)
        self.seconds = span
        self.isDraining = current.plain["goodgate_draining"] == 1
        self.exchangesActive = current.plain["goodgate_exchanges_active"] ?? 0
        self.clientsActive = current.plain["goodgate_clients_active"] ?? 0
        self.faults = Self.counts(current.faults, previous?.faults, rate)
        self.prevented = Self.counts(current.prevented, previous?.prevented, rate)
        self.routes = current.routes.compactMap { name, route in
            // "-" is what no route took; it is worth a line only where there is something.
            name == "-" && route.count == 0
                ? nil : Route(name, route, previous?.routes[name], current.objectives[name], rate)
        }
        let known = Dictionary((previous?.endpoints ?? []).map { ($0.endpoint, $0) }) { first, _ in first }
        self.endpoints = current.endpoints.map { Endpoint($0, known[$0.endpoint], rate) }
        self.sort()
    }

    private static func counts(_ current: [String: Double], _ previous: [String: Double]?, _ rate: Rate)
        -> [String: Count]
    {
        current.reduce(into: [:]) { result, entry in
            let before = previous.map { $0[entry.key] ?? 0 }
            result[entry.key] = Count(total: entry.value, perSecond: rate.of(entry.value, before))
        }
    }

    /// What needs looking at comes first.
    private mutating func sort() {
        self.routes.sort { a, b in
            let (left, right) = (a.status5xxPerSecond ?? 0, b.status5xxPerSecond ?? 0)
            if left != right { return left > right }
            let (more, less) = (a.requestsPerSecond ?? 0, b.requestsPerSecond ?? 0)
            return more != less ? more > less : a.route < b.route
        }
        self.endpoints.sort { a, b in
            if a.isInUse != b.isInUse { return b.isInUse }
            let (left, right) = (a.faultsPerSecond ?? 0, b.faultsPerSecond ?? 0)
            return left != right ? left > right : a.endpoint < b.endpoint
        }
    }

    /// Growth per second; a count that fell was begun anew, by a restarted gateway.
    struct Rate {
        var seconds: Double?

        func of(_ current: Double, _ previous: Double?) -> Double? {
            guard let seconds, let previous else { return nil }
            return (current >= previous ? current - previous : current) / seconds
        }
    }
}

extension TopFigures.Endpoint {
    var isInUse: Bool { self.state == "in use" }

    fileprivate init(_ now: TopReading.Endpoint, _ before: TopReading.Endpoint?, _ rate: TopFigures.Rate) {
        self.endpoint = now.endpoint
        self.state = now.state
        self.reason = now.detail ?? now.reason
        self.active = now.active
        self.pooled = now.pooled
        self.requestsPerSecond = rate.of(now.requests, before?.requests)
        self.faultsPerSecond = rate.of(now.faults, before?.faults)
        self.idleLimitSeconds = now.reuseLimitSeconds
        self.closesAfterSeconds = now.closesIdleAfterSeconds
        self.latencySeconds = now.latencySeconds
    }
}

extension TopFigures.Route {
    fileprivate init(
        _ name: String,
        _ now: TopReading.Route,
        _ before: TopReading.Route?,
        _ objective: Double?,
        _ rate: TopFigures.Rate
    ) {
        self.route = name
        self.objectivePercent = objective
        self.requestsPerSecond = rate.of(now.count, before?.count)
        self.status4xxPerSecond = rate.of(now.classes["4xx"] ?? 0, before.map { $0.classes["4xx"] ?? 0 })
        self.status5xxPerSecond = rate.of(now.classes["5xx"] ?? 0, before.map { $0.classes["5xx"] ?? 0 })
        self.availabilityPercent = now.count > 0 ? 100 * (1 - (now.classes["5xx"] ?? 0) / now.count) : nil
        let grown = before.map { $0.count <= now.count ? now.since($0) : now } ?? now
        self.meanSeconds = grown.count > 0 ? grown.durationSum / grown.count : nil
        self.p99Seconds = grown.bound(of: 0.99)
    }
}

extension TopReading.Route {
    fileprivate func since(_ before: TopReading.Route) -> TopReading.Route {
        var rest = self
        for (key, value) in self.classes { rest.classes[key] = max(0, value - (before.classes[key] ?? 0)) }
        for (key, value) in self.buckets { rest.buckets[key] = max(0, value - (before.buckets[key] ?? 0)) }
        rest.durationSum = max(0, self.durationSum - before.durationSum)
        return rest
    }

    fileprivate func bound(of share: Double) -> Double? {
        let total = self.buckets[.infinity] ?? 0
        guard total > 0 else { return nil }
        let bound = self.buckets.filter { $0.value >= total * share }.keys.min()
        return bound.flatMap { $0.isFinite ? $0 : nil }
    }
}
