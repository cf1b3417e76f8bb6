internal import GatewayConfig
internal import GatewayPlane

/// What `/endpoints/drain` and `/endpoints/undrain` answer.
struct DrainBody: Encodable {
    let endpoint: String
    let state: String
    /// Requests under way at it.
    let active: Int
    /// Routes that have no other endpoint in use now: their requests wait, and then fail.
    let routesWithoutEndpoint: [String]

    init(_ label: String, _ report: PlaneReport, _ configuration: Configuration, drained: Set<String>) {
        let endpoint = report.endpoints.first { $0.label == label }
        self.endpoint = label
        self.active = endpoint?.active ?? 0
        self.state = endpoint.map(EndpointsBody.state) ?? "unused"
        self.routesWithoutEndpoint = configuration.routes.filter { route in
            route.endpoints.allSatisfy { drained.contains($0.label) }
        }
        .map(\.name)
    }
}

/// What `/routes/maintenance` answers.
struct MaintenanceBody: Encodable {
    let route: String
    let maintenance: Bool
    let until: String
}
