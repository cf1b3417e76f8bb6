internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// What attempts teach about their endpoints.
extension Worker {
    /// A request goes to the endpoint.
    func attemptBegan(_ endpoint: SlabKey) {
        self.endpoints[endpoint].adaptive.began(inFlight: self.endpoints[endpoint].active, now: self.now)
        if let change = self.endpoints[endpoint].health.began(now: self.now) { self.healthChanged(endpoint, change) }
        // One that failed last time is tried by one request, not by all that come while the answer is open.
        guard self.endpoints[endpoint].failuresInRow > 0 else { return }
        self.endpoints[endpoint].downUntil = max(self.endpoints[endpoint].downUntil, self.now + 1_000_000_000)
    }

    /// A response head came: the endpoint is alive, and 503 says that it has too much.
    func headArrived(_ x: SlabKey, _ status: UInt16) {
        let endpoint = self.exchanges[x].endpoint
        let began = self.exchanges[x].trace.started
        let active = self.endpoints[endpoint].active
        self.learnLifetime(x, endpoint)
        if self.exchanges[x].requestSent {
            let taken = self.now &- self.exchanges[x].trace.sent
            self.endpoints[endpoint].latency.observe(taken, now: self.now)
            self.routes[self.exchanges[x].route].latency.observe(taken, now: self.now)
            self.headCame(x, after: taken)
            if self.exchanges[x].attempts == 1, !self.exchanges[x].isHedge {
                self.routes[self.exchanges[x].route].hedge?.observe(taken)
            }
        }
        let rules = self.routes[self.exchanges[x].route].ejection
        let change: HealthChange?
        if status >= 500 {
            change = self.endpoints[endpoint].health.answeredServerError(
                begun: began,
                now: self.now,
                rules: rules,
                mayEject: self.mayEject(x)
            )
        } else {
            change = self.endpoints[endpoint].health.succeeded(begun: began, now: self.now, rules: rules)
        }
        if let change { self.healthChanged(endpoint, change, by: x) }
        if status == 503 {
            self.endpoints[endpoint].adaptive.distressed(
                .serviceUnavailable,
                beganAt: began,
                inFlight: active,
                now: self.now
            )
        } else {
            self.endpoints[endpoint].adaptive.succeeded(beganAt: began, inFlight: active, now: self.now)
        }
    }

    /// An attempt ended in a fault; it is still counted as under way.
    func attemptSuffered(_ x: SlabKey, _ fault: Fault) {
        let endpoint = self.exchanges[x].endpoint
        let began = self.exchanges[x].trace.started
        if self.exchanges[x].trace.isReused, self.exchanges[x].trace.bytesReceived == 0,
            fault.kind == .connectionTerminated
        {
            // The race is nobody's fault.
            return self.foundClosed(endpoint, afterIdle: self.exchanges[x].trace.idleTime)
        }
        guard fault.blamesEndpoint, !self.exchanges[x].trace.isCollateral else {
            self.endpoints[endpoint].health.abandoned(begun: began)
            return
        }
        self.endpoints[endpoint].latency.observeFault(after: self.now &- began, now: self.now)
        let change = self.endpoints[endpoint].health.failed(
            begun: began,
            now: self.now,
            rules: self.routes[self.exchanges[x].route].ejection,
            mayEject: self.mayEject(x)
        )
        if let change { self.healthChanged(endpoint, change, by: x) }
        guard let sign = AdaptiveLimit.Distress(fault) else { return }
        self.endpoints[endpoint].adaptive.distressed(
            sign,
            beganAt: began,
            inFlight: self.endpoints[endpoint].active,
            now: self.now
        )
    }

    private func mayEject(_ x: SlabKey) -> Bool {
        self.mayEject(self.exchanges[x].endpointIndex, of: self.exchanges[x].route)
    }

    /// Never below half of those of the same priority, never the last.
    func mayEject(_ index: Int, of route: SlabKey) -> Bool {
        let pool = self.routes[route].balancer.pool(of: index) { index in
            let endpoint = self.routes[route].endpoints[index]
            let isIn = self.endpoints[endpoint].health.state == .up && !self.endpoints[endpoint].isCheckedDown
            return EndpointLoad(isAvailable: isIn && !self.endpoints[endpoint].isDrained)
        }
        return PoolGuard.mayEject(available: pool.available, total: pool.total)
    }

    /// The limit of an endpoint in distress, of the first few that the route has: to turn somebody away stays cheap.
    func distressNote(_ route: SlabKey) -> (endpoint: SlabKey, note: DistressNote)? {
        for endpoint in self.routes[route].endpoints.prefix(8) {
            guard let limit = self.endpoints[endpoint].adaptive.limit else { continue }
            return (endpoint, DistressNote(limit: limit))
        }
        return nil
    }

    // MARK: - Changes of state

    /// An attempt of `x` changed what is thought of its endpoint.
    private func healthChanged(_ endpoint: SlabKey, _ change: HealthChange, by x: SlabKey) {
        self.healthChanged(endpoint, change)
        self.tellOthers(x, change)
    }

    /// Every change of state leaves a line with its reason.
    func healthChanged(_ endpoint: SlabKey, _ change: HealthChange) {
        self.endpoints[endpoint].lastChange = change
        self.counters.healthChanges &+= 1
        self.logHealth(endpoint, change)
        if change.to == .up { self.endpointConnected(endpoint) }
    }

    func logHealth(_ endpoint: SlabKey, _ change: HealthChange) {
        self.beginEvent("endpoint_state", of: endpoint)
        self.addToEvent("from", token: change.from.token)
        self.addToEvent("to", token: change.to.token)
        self.addToEvent("reason", token: change.reason.token)
        // Only words of our own, which need no escaping.
        self.addToEvent("detail", token: change.reason.sentence)
        if change.until > self.now { self.addToEvent("for_ms", (change.until - self.now) / 1_000_000) }
        self.endEvent()
    }

    /// What an active check found out.
    func checked(_ label: String, _ change: HealthChange) {
        guard let endpoint = self.endpointsByLabel[label], self.endpoints.contains(endpoint) else { return }
        // Several routes may check it, each in its way: it is up when all of them say so.
        if change.to == .down { self.endpoints[endpoint].failingChecks += 1 }
        if change.from == .down { self.endpoints[endpoint].failingChecks -= 1 }
        if change.to == .up { self.endpoints[endpoint].checkedUpSince = self.now }
        if change.to == .down || change.from == .down { self.endpoints[endpoint].lastCheck = change }
        // One worker tells for all.
        if self.number == 0 {
            self.counters.healthChanges &+= 1
            self.logHealth(endpoint, change)
        }
        if change.to == .up { self.endpointConnected(endpoint) }
    }
}

extension Fault {
    /// Whether it says that the endpoint, or the way to it, is broken; not what one answer's size or the gateway did.
    var blamesEndpoint: Bool {
        // To refuse is what an endpoint that is well does on its way out, or with as much to do as it can.
        guard self.side == .upstream, self.detail != .streamRefused else { return false }
        switch self.kind {
        case .connectionRefused, .connectionTerminated, .connectionTimeout, .connectionReadTimeout,
            .connectionWriteTimeout, .destinationUnavailable, .destinationIPUnroutable, .tlsProtocolError,
            .tlsCertificateError, .tlsAlertReceived, .httpResponseIncomplete, .httpResponseTimeout,
            .httpProtocolError, .httpResponseTransferCoding:
            return true
        case .dnsTimeout, .dnsError, .destinationNotFound, .destinationIPProhibited, .connectionLimitReached,
            .httpRequestError, .httpRequestDenied, .httpResponseHeaderSectionSize, .httpResponseHeaderSize,
            .httpResponseBodySize, .httpResponseTrailerSectionSize, .httpResponseTrailerSize,
            .httpResponseContentCoding, .httpUpgradeFailed, .proxyInternalResponse, .proxyInternalError,
            .proxyConfigurationError, .proxyLoopDetected:
            return false
        }
    }
}
