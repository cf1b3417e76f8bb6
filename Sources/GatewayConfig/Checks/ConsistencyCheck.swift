/// Finds problems between values that are each right by themselves.
struct ConsistencyCheck {
    private let configuration: Configuration

    private let unreliable: Set<SettingOrigin>

    /// `routes[2]` for each route.
    private let paths: [String]

    /// Routes at the places `unreliable` had errors and are not compared with others.
    ///
    /// `indices` are the routes' places in the file's list.
    init(_ configuration: Configuration, ignoring unreliable: Set<SettingOrigin>, indices: [Int]) {
        self.configuration = configuration
        self.unreliable = unreliable
        self.paths = indices.map { "routes[\($0)]" }
    }

    func run(into log: inout ProblemLog) {
        self.checkAddresses(into: &log)
        self.checkLimits(into: &log)
        self.checkTimers(into: &log)
        UpstreamTLSCheck(routes: self.configuration.routes).run(into: &log)
        RouteConflicts(self.configuration.routes, ignoring: self.unreliable).run(into: &log)
        for (path, route) in zip(self.paths, self.configuration.routes) {
            self.checkEndpoints(route, path: "\(path).to", into: &log)
        }
        self.checkPolicies(into: &log)
    }

    private func checkPolicies(into log: inout ProblemLog) {
        let settings = SettingCheck(self.configuration, log: log)
        ProcessCheck(settings: settings).run(into: &log)
        CacheCheck(settings: settings, paths: self.paths).run(into: &log)
        for (path, route) in zip(self.paths, self.configuration.routes) {
            BalanceCheck(settings: settings, route: route, path: path).run(into: &log)
            HealthPolicyCheck(settings: settings, route: route, path: "\(path).health").run(into: &log)
            RetryCheck(settings: settings, route: route, path: path).run(into: &log)
            HedgeCheck(settings: settings, route: route, path: path).run(into: &log)
            LoadCheck(settings: settings, route: route, path: path).run(into: &log)
            PromiseCheck(settings: settings, route: route, path: path).run(into: &log)
        }
    }

    private func checkAddresses(into log: inout ProblemLog) {
        var seen: [ListenAddress: SettingOrigin] = [:]
        var all = self.configuration.listeners.enumerated().map { ("listen[\($0)]", $1.address, $1.origin) }
        if let admin = self.configuration.admin { all.append(("admin", admin.address, admin.origin)) }
        for (key, address, origin) in all {
            // Port 0 is another port each time.
            if case .tcp(_, port: 0) = address { continue }
            let other = seen[address] ?? seen[Self.everywhere(address)] ?? Self.overlap(address, with: seen)
            guard let other else {
                seen[address] = origin
                continue
            }
            guard origin != .builtIn else {
                // Nobody chose the admin address; the problem belongs to the line that collides with it.
                let message = "\("\(address)".quoted) is where the admin API is by default"
                log.error(other, key: "listen", message, fix: "choose another port, or set `admin`")
                continue
            }
            let message = "\("\(address)".quoted) is already in use by \(other)"
            log.error(origin, key: key, message, fix: "choose another port")
        }
    }

    private static func everywhere(_ address: ListenAddress) -> ListenAddress {
        switch address {
        case .tcp(_, let port): .tcp(host: "", port: port)
        case .unix: address
        }
    }

    /// `:8080` after `127.0.0.1:8080` takes the same port.
    private static func overlap(_ address: ListenAddress, with seen: [ListenAddress: SettingOrigin]) -> SettingOrigin? {
        guard case .tcp(host: "", let port) = address else { return nil }
        let match = seen.first { entry in
            guard case .tcp(_, let other) = entry.key else { return false }
            return other == port
        }
        return match?.value
    }

    private func checkLimits(into log: inout ProblemLog) {
        let limits = self.configuration.limits
        let pairs = [
            ("request-line", limits.requestLine, "request-head", limits.requestHead),
            ("field", limits.field, "request-head", limits.requestHead),
        ]
        for (part, partSize, whole, wholeSize) in pairs where partSize > wholeSize {
            let keys = ["limits.\(part)", "limits.\(whole)"]
            let key = keys.first { self.configuration.origin(of: $0) != .builtIn } ?? keys[0]
            log.error(
                self.configuration.origin(of: key),
                key: key,
                "`\(part)` (\(SizeText.text(UInt64(partSize)))) is larger than `\(whole)` "
                    + "(\(SizeText.text(UInt64(wholeSize)))), of which it is a part"
            )
        }
    }

    private func checkTimers(into log: inout ProblemLog) {
        self.checkTimers(self.configuration.timeouts, inherited: nil, key: "timeouts", into: &log)
        for (path, route) in zip(self.paths, self.configuration.routes) {
            let key = "\(path).timeouts"
            self.checkTimers(route.timeouts, inherited: self.configuration.timeouts, key: key, into: &log)
        }
    }

    /// A timer that can never fire, because `total` ends the exchange before it.
    private func checkTimers(_ timers: Timeouts, inherited: Timeouts?, key: String, into log: inout ProblemLog) {
        let total = timers.total
        guard !total.value.isOff else { return }
        for timer in TimeoutKey.all where ["connect", "response-head"].contains(timer.name) {
            let setting = timers[keyPath: timer.property]
            // Only what somebody chose: a default that `total` cuts short is what they wanted.
            guard setting.origin != .builtIn, setting.value > total.value else { continue }
            if let inherited, inherited.total == total, inherited[keyPath: timer.property] == setting { continue }
            log.warning(
                setting.origin,
                key: "\(key).\(timer.name)",
                "`\(timer.name)` (\(setting.value)) never fires: `total` (\(total.value), \(total.origin)) comes first"
            )
        }
    }

    private func checkEndpoints(_ route: Route, path: String, into log: inout ProblemLog) {
        if !route.endpoints.isEmpty, route.endpoints.allSatisfy({ $0.weight == 0 }) {
            log.warning(
                route.origin,
                key: path,
                "every upstream server has weight 0: the route answers 503",
                fix: "give one of them a weight from 1 to 256, or write `maintenance: on`"
            )
        }
        var seen: [String: SettingOrigin] = [:]
        for (index, endpoint) in route.endpoints.enumerated() {
            let key = "\(path)[\(index)]"
            if let other = seen[endpoint.description] {
                log.warning(
                    endpoint.origin,
                    key: key,
                    "\(endpoint.description.quoted) stands twice in this route (\(other))",
                    fix: "use `weight` to give it a larger share"
                )
            }
            seen[endpoint.description] = endpoint.origin
            if endpoint.hasPriorKnowledge, route.sentProxyProtocol != nil {
                log.error(
                    endpoint.origin,
                    key: key,
                    "\(endpoint.description.quoted) cannot get a PROXY header: an HTTP/2 connection carries many clients",
                    fix: "use `http://` for this route, or leave out `proxy-protocol`"
                )
            }
            self.checkLoop(endpoint, key: key, into: &log)
        }
    }

    private func checkLoop(_ endpoint: Endpoint, key: String, into log: inout ProblemLog) {
        for listener in self.configuration.listeners where EndpointReach.reaches(endpoint.address, listener.address) {
            log.warning(
                endpoint.origin,
                key: key,
                "\(endpoint.description.quoted) is the gateway itself (listen, \(listener.origin)): requests would go round",
                fix: "name the server behind the gateway"
            )
            return
        }
        guard let admin = self.configuration.admin, EndpointReach.reaches(endpoint.address, admin.address) else {
            return
        }
        log.warning(
            endpoint.origin,
            key: key,
            "\(endpoint.description.quoted) is the gateway's admin API: clients of this route could use it"
        )
    }
}
