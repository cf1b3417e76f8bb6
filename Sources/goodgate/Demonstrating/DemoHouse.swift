import GatewayConfig
import GatewayControl
import GatewayLab
import GatewayPlane

/// What the demo shows: a gateway in front of upstream servers of which some are broken.
struct DemoHouse: Sendable {
    let lab: Lab
    let running: RunningGateway
    /// Where clients connect, `127.0.0.1:8080`.
    let front: String
    let admin: String
    /// What is not as asked for, in sentences.
    let remarks: [String]

    /// A port that is taken is no reason to show nothing: the system then chooses one.
    static func open(port: Int, adminPort: Int) async throws -> DemoHouse {
        let lab = try await Lab.start()
        var lastFailure: Failure?
        for (front, admin) in [(port, adminPort), (0, adminPort), (port, 0), (0, 0)] {
            do {
                return try await Self.open(lab, port: front, adminPort: admin, wanted: (port, adminPort))
            } catch let failure as Failure {
                lastFailure = failure
            }
        }
        await lab.stop()
        throw lastFailure ?? Failure(.unavailable, "the demo finds no port to listen on")
    }

    func close() async {
        await self.running.stop()
        self.running.gateway.waitUntilStopped()
        await self.lab.stop()
    }

    private static func open(_ lab: Lab, port: Int, adminPort: Int, wanted: (Int, Int)) async throws -> DemoHouse {
        let configuration = Self.configuration(lab, port: port, adminPort: adminPort)
        let running = try await RunningGateway.start(
            ConfigurationSource.Loaded(configuration: configuration),
            from: ConfigurationSource(file: nil)
        )
        guard let front = running.gateway.addresses.first, let admin = running.adminAddress else {
            throw Failure(.failure, "the demo's gateway does not listen")
        }
        var remarks: [String] = []
        if port != wanted.0 {
            remarks.append("port \(wanted.0) is taken, so it is \(front); `--port N` chooses another")
        }
        if adminPort != wanted.1 {
            remarks.append(
                "port \(wanted.1) is taken, so the admin API is at \(admin); `--admin-port N` chooses another"
            )
        }
        return DemoHouse(lab: lab, running: running, front: front, admin: admin, remarks: remarks)
    }

    // MARK: - Configuration

    private static func configuration(_ lab: Lab, port: Int, adminPort: Int) -> Configuration {
        let healthy = Endpoint(address: Self.endpoint(lab.address))
        let dead = Self.endpoints(lab, "refused")
        var slow = Timeouts()
        slow.responseHead = Setting(.seconds(1))
        var stripped = Route(name: "lab", match: RouteMatch(pathPrefix: "/lab"), endpoints: [healthy])
        stripped.stripsPrefix = true
        return Configuration(
            identity: "goodgate-demo",
            // To nowhere: the screen is for the six things, and with `off` each error would still leave a line on it.
            accessLog: GatewayConfig.AccessLog(format: .json, destination: .file("/dev/null")),
            listeners: [Listener(address: .tcp(host: "127.0.0.1", port: port))],
            admin: Admin(address: .tcp(host: "127.0.0.1", port: adminPort)),
            routes: [
                // Half of its servers are dead.
                Route(name: "shop", endpoints: dead + [healthy]),
                Route(
                    name: "broken",
                    match: RouteMatch(pathPrefix: "/broken"),
                    endpoints: Self.endpoints(lab, "close-before-head")
                ),
                Route(
                    name: "slow",
                    match: RouteMatch(pathPrefix: "/slow"),
                    endpoints: Self.endpoints(lab, "silent"),
                    timeouts: slow
                ),
                stripped,
            ]
        )
    }

    private static func endpoints(_ lab: Lab, _ scenario: String) -> [Endpoint] {
        lab.address(of: scenario).map { [Endpoint(address: Self.endpoint($0))] } ?? []
    }

    private static func endpoint(_ address: LabAddress) -> Endpoint.Address {
        switch address {
        case .tcp(let host, let port): .tcp(host: host, port: port)
        case .unix(let path): .unix(path: path)
        }
    }
}
