internal import GatewayConfig
internal import GatewayPlane

/// What `/routes` answers: each route, where it leads, and whether it is closed for maintenance.
struct RoutesBody: Encodable {
    struct Route: Encodable {
        let route: String
        let match: String
        let endpoints: [String]
        let maintenance: Bool
        /// `configuration`, or `operator` until the next reload.
        let maintenanceSetBy: String
        let exchanges: UInt64
    }

    let routes: [Route]

    init(_ report: PlaneReport, _ configuration: Configuration, overrides: [String: Bool]) {
        let counts = Dictionary(
            report.routes.map { ($0.name, $0.statusClasses.reduce(0, &+)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.routes = configuration.routes.map { route in
            Route(
                route: route.name,
                match: route.match.description,
                endpoints: route.endpoints.map(\.description),
                maintenance: overrides[route.name] ?? route.maintenance.isOn,
                maintenanceSetBy: overrides[route.name] == nil ? "configuration" : "operator",
                exchanges: counts[route.name] ?? 0
            )
        }
    }
}
