internal import HTTPTypes

/// The paths of the admin API and what may be done with each; the one list that answers 404 and 405.
enum AdminPath: String, CaseIterable {
    case index = "/"
    case healthz = "/healthz"
    case readyz = "/readyz"
    case metrics = "/metrics"
    case faults = "/faults"
    case summary = "/faults/summary"
    case fault = "/faults/{id}"
    case config = "/config"
    case endpoints = "/endpoints"
    case drain = "/endpoints/drain"
    case undrain = "/endpoints/undrain"
    case routes = "/routes"
    case maintenance = "/routes/maintenance"
    case reload = "/reload"

    var methods: [HTTPRequest.Method] {
        switch self {
        case .index, .healthz, .readyz, .metrics, .faults, .summary, .fault, .config, .endpoints, .routes: [.get, .head]
        case .drain, .undrain, .maintenance, .reload: [.post]
        }
    }

    /// Whether a browser can go there by a link.
    var isLink: Bool { self != .fault && self.methods.contains(.get) }

    /// For the index page.
    var summary: String {
        switch self {
        case .index: "this page"
        case .healthz: "is the process up"
        case .readyz: "does it serve, and if not, why"
        case .metrics: "counts and latencies for Prometheus"
        case .faults: "the last exchanges that failed or were saved; ?limit= &fault= &route="
        case .summary: "what was prevented, what remained, and what is left of each route's promise"
        case .fault: "one of them with its causes; text, JSON or HTML by Accept"
        case .config: "the configuration in force, each value with who set it"
        case .endpoints: "the upstream servers and how they do"
        case .drain: "POST \(AdminOrder.Endpoint.example): no new requests for this upstream server"
        case .undrain: "POST the same: it takes requests again"
        case .routes: "the routes, where they lead, and which are closed for maintenance"
        case .maintenance: "POST \(AdminOrder.Maintenance.example): close or open a route until the next reload"
        case .reload: "POST: read the configuration again, as SIGHUP does"
        }
    }

    /// The path that a request means; nil when there is none.
    static func matching(_ path: String) -> AdminPath? {
        if let exact = AdminPath(rawValue: path), exact != .fault { return exact }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == "faults" && !parts[2].isEmpty ? .fault : nil
    }
}
