import Foundation

/// What the admin API of a gateway said at one moment.
///
/// Counts since the gateway's start; `TopFigures` makes rates of two readings.
struct TopReading: Sendable, Equatable {
    struct Route: Sendable, Equatable {
        /// Exchanges by class: `none`, `1xx` … `5xx`.
        var classes: [String: Double] = [:]
        /// Exchanges up to each bound in seconds, as the histogram counts them: each with all below.
        var buckets: [Double: Double] = [:]
        var durationSum = 0.0

        var count: Double { self.classes.values.reduce(0, +) }
    }

    /// One of `/endpoints`; what a gateway of another version may leave out is optional.
    struct Endpoint: Sendable, Equatable, Decodable {
        var endpoint: String
        var state: String
        /// Why it is not in use, where the gateway says so: a stable name, and words.
        var reason: String?
        var detail: String?
        var active: Int
        var pooled: Int
        var requests: Double
        var faults: Double
        /// Seconds for which an idle connection is kept, and after which the endpoint closes one.
        var reuseLimitSeconds: Double?
        var closesIdleAfterSeconds: Double?
        /// Average time to the response head.
        var latencySeconds: Double?
    }

    /// When it was read, in seconds of a monotonic clock.
    var time: Double
    var routes: [String: Route] = [:]
    var endpoints: [Endpoint] = []
    /// Faults by the side that caused them.
    var faults: [String: Double] = [:]
    /// Failures that visitors did not see, by what prevented them.
    var prevented: [String: Double] = [:]
    /// Availability that routes are to have, in percent.
    var objectives: [String: Double] = [:]
    /// Samples without labels.
    var plain: [String: Double] = [:]

    init(time: Double, metrics: String, endpoints: [UInt8]) throws {
        struct Body: Decodable { let endpoints: [Endpoint] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self.time = time
        self.endpoints = try decoder.decode(Body.self, from: Data(endpoints)).endpoints
        for sample in MetricSample.all(in: metrics) { self.add(sample) }
        // A gateway that does not tell causes apart counts what retries saved.
        if self.prevented.isEmpty, let saved = self.plain["goodgate_saved_total"] { self.prevented["retry"] = saved }
    }

    private mutating func add(_ sample: MetricSample) {
        let route = sample.labels["route"] ?? ""
        switch sample.name {
        case "goodgate_exchanges_total":
            self.routes[route, default: Route()].classes[sample.labels["status_class"] ?? "none"] = sample.value
        case "goodgate_exchange_duration_seconds_bucket":
            guard let bound = sample.labels["le"].flatMap({ Double($0) }) else { return }
            self.routes[route, default: Route()].buckets[bound] = sample.value
        case "goodgate_exchange_duration_seconds_sum":
            self.routes[route, default: Route()].durationSum = sample.value
        case "goodgate_faults_total":
            self.faults[sample.labels["side"] ?? "unknown", default: 0] += sample.value
        case "goodgate_prevented_total":
            self.prevented[sample.labels["cause"] ?? "unknown", default: 0] += sample.value
        case "goodgate_route_objective_percent":
            self.objectives[route] = sample.value
        default:
            if sample.labels.isEmpty { self.plain[sample.name] = sample.value }
        }
    }
}
