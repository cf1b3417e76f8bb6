internal import GatewayConfig
internal import GatewayPlane
internal import Hummingbird
internal import HummingbirdCore

/// What changes something while the gateway runs, apart from a reload.
extension AdminRoutes {
    func addOperating(to router: Router<AdminContext>) {
        router.post("/endpoints/drain") { request, _ in try await self.drain(try await Self.content(request), true) }
        router.post("/endpoints/undrain") { request, _ in try await self.drain(try await Self.content(request), false) }
        router.get("/routes") { _, _ in
            let body = RoutesBody(
                await self.gateway.report(),
                self.gateway.configuration,
                overrides: self.gateway.maintenanceOverrides
            )
            return Response.json(AdminJSON.encode(body))
        }
        router.post("/routes/maintenance") { request, _ in try self.maintain(try await Self.content(request)) }
    }

    /// `AdminAccess` has bounded it and keeps it with the request.
    private static func content(_ request: Request) async throws -> [UInt8] {
        let buffer = try await request.body.collect(upTo: AdminAccess.mostContent)
        return Array(buffer.readableBytesView)
    }

    private func drain(_ content: [UInt8], _ isDrained: Bool) async throws -> Response {
        let order = try AdminOrder.Endpoint(content)
        let configuration = self.gateway.configuration
        let label = Self.label(order.endpoint, configuration)
        guard self.gateway.drainEndpoint(label, isDrained) else {
            throw AdminProblem.unknown("endpoint", order.endpoint, among: self.gateway.endpointLabels)
        }
        let body = DrainBody(
            label,
            await self.gateway.report(),
            configuration,
            drained: self.gateway.drainedEndpoints
        )
        return Response.json(AdminJSON.encode(body))
    }

    /// The endpoint's name in the data plane, for what people write: with a path prefix, or without a scheme.
    private static func label(_ written: String, _ configuration: Configuration) -> String {
        let endpoints = configuration.routes.flatMap(\.endpoints)
        for endpoint in endpoints {
            let label = endpoint.label
            if [label, endpoint.description].contains(written) { return label }
            if ["http://\(written)", "https://\(written)"].contains(label) { return label }
        }
        return written
    }

    private func maintain(_ content: [UInt8]) throws -> Response {
        let order = try AdminOrder.Maintenance(content)
        guard self.gateway.closeRoute(order.route, order.on) else {
            let names = self.gateway.configuration.routes.map(\.name)
            throw AdminProblem.unknown("route", order.route, among: names)
        }
        let body = MaintenanceBody(route: order.route, maintenance: order.on, until: "the next reload")
        return Response.json(AdminJSON.encode(body))
    }
}
