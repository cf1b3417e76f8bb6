import Foundation
import GatewayConfig
import GatewayControl
import GatewayLab
import GatewayPlane

/// A lab and a gateway in front of it, in this process and on ports that the system chose, with short timers.
struct DrillHouse: Sendable {
    let lab: Lab
    let running: RunningGateway
    /// Where clients connect.
    let front: LabAddress
    let admin: AdminClient
    let logFile: String
    private let directory: URL

    /// - Parameter change: what is to be otherwise in the route of a scenario, for who wants to see what it prevents.
    static func open(changing change: (inout Route) -> Void = { _ in }) async throws -> DrillHouse {
        var options = LabOptions()
        options.slowPause = .seconds(20)
        let lab = try await Lab.start(options: options)
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "goodgate-drill-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        let logFile = directory.appending(path: "access.log").path
        var configuration = Self.configuration(lab, logFile: logFile)
        for number in configuration.routes.indices { change(&configuration.routes[number]) }
        let loaded = ConfigurationSource.Loaded(configuration: configuration)
        let running = try await RunningGateway.start(loaded, from: ConfigurationSource(file: nil))
        guard let front = Self.address(running.gateway.addresses.first), let admin = running.adminAddress else {
            throw Failure(.failure, "the drill's gateway does not listen")
        }
        return DrillHouse(
            lab: lab,
            running: running,
            front: front,
            admin: try AdminClient(admin, token: nil),
            logFile: logFile,
            directory: directory
        )
    }

    func close() async {
        await self.running.stop()
        self.running.gateway.waitUntilStopped()
        await self.lab.stop()
        try? FileManager.default.removeItem(at: self.directory)
    }

    // MARK: - Configuration

    /// One worker, so that warm-ups and the request that counts share a pool.
    private static func configuration(_ lab: Lab, logFile: String) -> Configuration {
        let loopback = ListenAddress.tcp(host: "127.0.0.1", port: 0)
        var limits = Limits()
        limits.requestBody = 1 << 30
        var timeouts = Timeouts()
        timeouts.clientHead = Setting(Milliseconds(600))
        timeouts.clientBody = Setting(Milliseconds(600))
        var routes: [Route] = []
        for scenario in Scenarios.all where DrillCase.isShown(scenario) {
            guard let address = lab.address(of: scenario.name) else { continue }
            routes.append(Self.route(to: address, of: scenario, in: lab))
        }
        let healthy = [Endpoint(address: Self.endpoint(lab.address))]
        routes.append(Route(name: "healthy", endpoints: healthy, timeouts: timeouts))
        return Configuration(
            workers: 1,
            identity: "drill",
            accessLog: GatewayConfig.AccessLog(format: .json, destination: .file(logFile)),
            listeners: [Listener(address: loopback)],
            admin: Admin(address: loopback),
            limits: limits,
            timeouts: timeouts,
            resolver: ResolverSettings(
                servers: lab.nameServer.map { [$0.address] } ?? [],
                timeout: Milliseconds(600)
            ),
            routes: routes
        )
    }

    private static func route(to address: LabAddress, of scenario: Scenario, in lab: Lab) -> Route {
        var match = RouteMatch()
        match.hosts = [.exact(DrillCase.host(of: scenario))]
        guard scenario.trial == nil else { return Self.defaultRoute(to: address, of: scenario, match, in: lab) }
        var route = Route(
            name: scenario.name,
            match: match,
            endpoints: [Self.endpoint(address, of: scenario, in: lab)],
            timeouts: Self.timeouts(for: scenario),
            // The fault is to be seen, not prevented, unless that is what the scenario is about.
            retry: RetryPolicy(attempts: scenario.expectedStatus == 200 ? 2 : 0),
            wait: WaitPolicy(longest: .off)
        )
        if scenario.ask.needs == .cache { route.cache = CachePolicy() }
        guard scenario.ask.needs == .hedge else { return route }
        // The peer is always the first to be asked. Its name as a path would meet it at the healthy server, too.
        route.endpoints.append(Endpoint(address: Self.endpoint(lab.address), pathPrefix: "/ok"))
        route.balance.method = .first
        route.hedge = HedgePolicy(after: .time(Milliseconds(100)))
        return route
    }

    /// As a route is that says where its servers are and nothing else; checks are asked for, and soon done here.
    private static func defaultRoute(
        to address: LabAddress,
        of scenario: Scenario,
        _ match: RouteMatch,
        in lab: Lab
    ) -> Route {
        let addresses = [address] + [lab.neighbour(of: scenario.name)].compactMap { $0 }
        let endpoints = addresses.map { Endpoint(address: Self.endpoint($0)) }
        var route = Route(name: scenario.name, match: match, endpoints: endpoints)
        guard scenario.ask.needs == .check else { return route }
        let time = (interval: Milliseconds(100), timeout: Milliseconds(1000))
        route.health.check = HealthCheck(path: "/health", interval: time.interval, timeout: time.timeout, fall: 2)
        return route
    }

    /// The timer that the scenario is about is short, the others long enough to stay out of its way.
    private static func timeouts(for scenario: Scenario) -> Timeouts {
        let short = Setting(Milliseconds(600))
        var timeouts = Timeouts()
        timeouts.clientHead = short
        timeouts.clientBody = Setting(.seconds(5))
        timeouts.responseHead = Setting(.seconds(5))
        timeouts.responseBody = Setting(.seconds(5))
        switch scenario.ask.needs {
        case .connect: timeouts.connect = short
        case .handshake: timeouts.handshake = short
        case .write: timeouts.write = short
        case .responseHead: timeouts.responseHead = short
        case .responseBody: timeouts.responseBody = short
        case .total: timeouts.total = short
        case .upstreamWatch:
            timeouts.upstreamWatch = short
            timeouts.connect = short
        case .clientHead, .clientBody, .resolve, .requestBody, .responseContent, .hedge, .cache, .check, nil: break
        }
        return timeouts
    }

    private static func endpoint(_ address: LabAddress, of scenario: Scenario, in lab: Lab) -> Endpoint {
        var endpoint = Endpoint(address: Self.endpoint(address))
        endpoint.hasPriorKnowledge = scenario.listensAs == .http2
        guard scenario.listensAs == .tls else { return endpoint }
        var tls = UpstreamTLS()
        tls.authorities = lab.authorityFile
        endpoint.tls = tls
        return endpoint
    }

    private static func endpoint(_ address: LabAddress) -> Endpoint.Address {
        switch address {
        case .tcp(let host, let port): .tcp(host: host, port: port)
        case .unix(let path): .unix(path: path)
        }
    }

    private static func address(_ text: String?) -> LabAddress? {
        guard let text, let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            return nil
        }
        return .tcp(host: String(text[..<colon]), port: port)
    }
}
