internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Takes a configuration into use.
    ///
    /// Connections stay; exchanges under way end under the route they began with.
    func apply(_ snapshot: Snapshot) {
        let oldRoutes = self.settings.value.routeKeys
        self.settings.value = WorkerSettings(snapshot)
        for (number, route) in snapshot.configuration.routes.enumerated() {
            guard let key = self.routes.insert() else { continue }
            self.fill(key, number, route)
            self.settings.value.routeKeys.append(key)
        }
        for key in oldRoutes { self.retire(key) }
        self.refreshListeners()
    }

    private func fill(_ key: SlabKey, _ number: Int, _ route: Route) {
        self.routes[key].name = route.name
        self.routes[key].escapedName = LogText.escaped(route.name)
        self.routes[key].number = number
        self.routes[key].counters = self.counters.place(of: route.name)
        self.routes[key].timers = TimerSettings(route.timeouts)
        self.fillPolicies(key, route)
        self.routes[key].proxyHeader = route.sentProxyProtocol.map { ProxyHeader.Version($0) }
        self.routes[key].hasCache = route.cache != nil
        self.routes[key].cache = route.cache.map {
            CacheRules($0, memory: self.snapshot.configuration.cacheStore.memory)
        }
        self.routes[key].inUse = 0
        self.routes[key].share = self.snapshot.shares[number]
        self.routes[key].toldLoad = 0
        self.routes[key].isRetired = false
        self.routes[key].endpoints.removeAll(keepingCapacity: true)
        self.routes[key].rewrites.removeAll(keepingCapacity: true)
        for endpoint in route.endpoints {
            self.routes[key].endpoints.append(self.endpoint(endpoint, route))
            self.routes[key].rewrites.append(RouteRewrite(route, endpoint))
        }
        // Workers begin at different endpoints, so that few requests over many workers still spread.
        self.routes[key].balancer = Balancer(self.snapshot.balance[number], start: self.number)
        self.routes[key].sticky = self.snapshot.sticky[number]
        self.routes[key].hashKey = route.balance.method == .hash ? route.balance.key : nil
        self.routes[key].ejection = EjectionRules(route.health.ejection)
    }

    private func fillPolicies(_ key: SlabKey, _ route: Route) {
        let workers = self.snapshot.workers
        self.routes[key].extraAttempts = route.retry.attempts
        self.routes[key].budget = RetryBudget(route.retry, workers: workers)
        self.routes[key].hedge = HedgeDelay(route.hedge)
        self.routes[key].trustsIdempotencyKey = route.retry.trustsIdempotencyKey
        self.routes[key].replayLimit = route.retry.attempts > 0 ? route.retry.replayBody : 0
        self.routes[key].waiting = WaitingQueue(capacity: route.wait.requests)
        self.routes[key].gate = SojournGate(wait: route.wait, overload: route.overload)
        self.routes[key].drain = DrainRate(now: self.now)
        self.routes[key].prober = .none
        self.routes[key].probeDelay = 0
        self.routes[key].isListedAsWaiting = false
        self.routes[key].rate = self.snapshot.rates[self.routes[key].number]
        self.routes[key].isClosed = route.maintenance.isOn
        self.routes[key].maintenance = route.maintenance
        self.routes[key].requestLimit = route.load.requests ?? .max
        self.routes[key].endpointRequestLimit = route.load.endpointRequests ?? .max
        self.routes[key].endpointConnectionLimit = route.load.endpointConnections.map(self.part) ?? .max
        self.routes[key].deadlineField = route.deadlineField?.lowercased()
        self.routes[key].priorityField = route.overload.priorityField?.lowercased()
    }

    /// This worker's part of a limit of connections; the first ones have what is left over, and each has one.
    ///
    /// Not counted together: connections that are kept idle by one worker would leave none to another.
    private func part(of limit: Int) -> Int {
        let workers = self.snapshot.workers
        return max(1, limit / workers + (self.number < limit % workers ? 1 : 0))
    }

    /// The endpoint's state: that of before, with its pool, where the address is the same.
    private func endpoint(_ endpoint: Endpoint, _ route: Route) -> SlabKey {
        let label = endpoint.label
        if let key = self.endpointsByLabel[label], self.endpoints.contains(key) {
            self.endpoints[key].routes += 1
            self.limitLifetime(key, route)
            self.endpoints[key].poolLimit = route.idleConnections
            self.endpoints[key].adaptive.obey(route.overload)
            if let change = self.endpoints[key].backlog.obey(route.overload, now: self.now) {
                self.backlogChanged(key, change)
            }
            self.refreshEncryption(key, endpoint)
            self.share(key, self.snapshot.endpointCounts[label])
            return key
        }
        guard let key = self.endpoints.insert() else { preconditionFailure("a million endpoints is the limit") }
        self.endpoints[key] = EndpointState()
        self.endpoints[key].label = label
        self.endpoints[key].escapedLabel = LogText.escaped(label)
        self.endpoints[key].routes = 1
        // With TLS it is what the next handshake is expected to agree on.
        self.endpoints[key].speaksHTTP2 = endpoint.hasPriorKnowledge || endpoint.tls?.offersHTTP2 == true
        self.endpoints[key].adaptive = AdaptiveLimit(route.overload)
        self.endpoints[key].backlog = BacklogLimit(route.overload)
        self.endpoints[key].share = self.snapshot.endpointCounts[label]
        self.limitLifetime(key, route)
        self.endpoints[key].poolLimit = route.idleConnections
        self.endpoints[key].encryption = self.encryption(endpoint)
        self.giveAddresses(key, endpoint.address)
        self.endpointsByLabel[label] = key
        return key
    }

    /// A timeout that somebody set bounds what is learned; 0 keeps nothing.
    private func limitLifetime(_ key: SlabKey, _ route: Route) {
        let setting = route.timeouts.upstreamIdle
        let isOurs = setting == Timeouts().upstreamIdle
        self.endpoints[key].idleTimeout = isOurs ? .max : UInt64(setting.value.count) * 1_000_000
        self.refreshReuseLimit(key)
    }

    private func giveAddresses(_ key: SlabKey, _ address: Endpoint.Address) {
        if let targets = EndpointResolver.immediate(address) {
            self.endpoints[key].targets = targets
            self.endpoints[key].standings = ContiguousArray(targets.map { AddressStanding(isV6: $0.isV6) })
            return
        }
        self.endpoints[key].isNamed = true
        if let news = self.snapshot.names[self.endpoints[key].label] { self.adopt(news, key) }
    }

    /// Takes a route out of use.
    ///
    /// Its endpoints stay as long as an exchange may still retry on one of them.
    private func retire(_ key: SlabKey) {
        self.routes[key].isRetired = true
        if self.routes[key].inUse == 0 { self.removeRoute(key) }
    }

    /// Forgets a retired route that no exchange uses, and the endpoints that no other route names.
    func removeRoute(_ key: SlabKey) {
        self.leaveTurns(key)
        for index in self.routes[key].endpoints.indices {
            let endpoint = self.routes[key].endpoints[index]
            self.endpoints[endpoint].routes -= 1
            guard self.endpoints[endpoint].routes == 0 else { continue }
            self.closePool(endpoint)
            if self.endpoints.contains(endpoint) { self.removeIfUnused(endpoint) }
        }
        self.routes.remove(key)
    }

    // MARK: - Listeners

    /// Adds sockets that the gateway opened, and closes those whose address is gone.
    func listen(_ box: ListenerBox) {
        guard let key = self.listeners.insert() else { return }
        self.listeners[key].listener = box.take()
        self.listeners[key].label = box.label
        self.refresh(key)
        self.listeners[key].isRegistered = false
        self.registerListener(key, true)
    }

    func stopListening(_ labels: Set<String>) {
        for index in 0..<self.listeners.slotCount {
            guard let key = self.listeners.key(at: UInt32(index)), labels.contains(self.listeners[key].label) else {
                continue
            }
            self.acceptClients(listener: index, all: true)
            self.registerListener(key, false)
            self.listeners[key].listener = nil
            self.listeners[key].tls = nil
            self.listeners.remove(key)
        }
    }
}

extension TimerSettings {
    init(_ timeouts: Timeouts) {
        func nanoseconds(_ setting: Setting<Milliseconds>) -> UInt64 { UInt64(setting.value.count) * 1_000_000 }
        self.init(
            clientHead: nanoseconds(timeouts.clientHead),
            clientBody: nanoseconds(timeouts.clientBody),
            clientIdle: nanoseconds(timeouts.clientIdle),
            connect: nanoseconds(timeouts.connect),
            handshake: nanoseconds(timeouts.handshake),
            write: nanoseconds(timeouts.write),
            responseHead: nanoseconds(timeouts.responseHead),
            responseBody: nanoseconds(timeouts.responseBody),
            total: nanoseconds(timeouts.total),
            upstreamIdle: nanoseconds(timeouts.upstreamIdle),
            upstreamPing: nanoseconds(timeouts.upstreamPing),
            upstreamWatch: nanoseconds(timeouts.upstreamWatch),
            tunnelIdle: nanoseconds(timeouts.tunnelIdle)
        )
    }
}

extension RouteRewrite {
    convenience init(_ route: Route, _ endpoint: Endpoint) {
        let host: RouteRewrite.Host =
            switch route.hostField {
            case .pass: .pass
            case .replaceWithEndpoint: .fixed(Array(endpoint.authority.utf8))
            case .value(let text): .fixed(Array(text.utf8))
            }
        var prefix = Array((route.match.pathPrefix ?? "").utf8)
        while prefix.last == UInt8(ascii: "/") { prefix.removeLast() }
        var added = Array((endpoint.pathPrefix ?? "").utf8)
        while added.last == UInt8(ascii: "/") { added.removeLast() }
        self.init(host: host, strippedPrefix: route.stripsPrefix ? prefix.count : 0, addedPrefix: added)
    }
}

extension ConnectTarget {
    fileprivate var isV6: Bool {
        switch self {
        case .address(let address): address.family == .v6
        case .unix: false
        }
    }
}
