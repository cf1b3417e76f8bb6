internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Picks an endpoint and gets a connection to it, kept or new.
    func beginAttempt(_ x: SlabKey) {
        let route = self.exchanges[x].route
        guard let index = self.pickEndpoint(route, x) else {
            return self.answer(x, Fault(.noEndpointAvailable, side: .upstream, phase: .route))
        }
        let endpoint = self.routes[route].endpoints[index]
        self.exchanges[x].endpoint = endpoint
        self.exchanges[x].endpointIndex = index
        self.exchanges[x].attempts += 1
        self.exchanges[x].requestSent = false
        self.exchanges[x].sendingStopped = false
        assert(self.exchanges[x].requestPipe.isEmpty, "content on its way up rules out another attempt")
        self.exchanges[x].trace = AttemptTrace()
        self.exchanges[x].trace.endpoint = endpoint
        self.exchanges[x].trace.started = self.now
        self.endpoints[endpoint].requests &+= 1
        self.endpoints[endpoint].active += 1
        // After a kept connection turned out dead the others of that age are suspect too: a retry opens a new one.
        if self.exchanges[x].attempts == 1, let u = self.takePooled(endpoint) {
            self.lease(u, to: x)
        } else {
            self.connect(x, endpoint, target: self.endpoints[endpoint].preferred, tried: 0)
        }
    }

    /// Round robin over the route's endpoints; one that just failed is skipped for a moment, but never the last.
    private func pickEndpoint(_ route: SlabKey, _ x: SlabKey) -> Int? {
        let count = self.routes[route].endpoints.count
        var fallback: Int?
        for _ in 0..<max(1, min(count * 2, 64)) {
            guard let index = self.routes[route].robin.next() else { return nil }
            let endpoint = self.routes[route].endpoints[index]
            let isUp = self.endpoints[endpoint].downUntil <= self.now
            if isUp, !self.hasTried(endpoint, x) { return index }
            if fallback == nil, !self.hasTried(endpoint, x) { fallback = index }
            if fallback == nil, count == 1 { fallback = index }
        }
        return fallback ?? self.routes[route].robin.next()
    }

    private func hasTried(_ endpoint: SlabKey, _ x: SlabKey) -> Bool {
        for index in 0..<min(4, self.exchanges[x].attempts) where self.exchanges[x].traces[index].endpoint == endpoint {
            return true
        }
        return false
    }

    /// Endpoints of the route that are up and were not tried.
    private func otherEndpoints(_ x: SlabKey) -> Int {
        let route = self.exchanges[x].route
        var count = 0
        for index in 0..<min(64, self.routes[route].endpoints.count) {
            let endpoint = self.routes[route].endpoints[index]
            if !self.hasTried(endpoint, x) { count += 1 }
        }
        return count
    }

    // MARK: - Leasing

    func attach(_ u: SlabKey, _ x: SlabKey) {
        self.upstreams[u].exchange = x
        self.exchanges[x].upstream = u
    }

    func detach(_ x: SlabKey) {
        self.exchanges[x].upstream = .none
    }

    /// The connection is the exchange's from here to the end of the response.
    func lease(_ u: SlabKey, to x: SlabKey) {
        self.attach(u, x)
        self.upstreams[u].stage = .leased
        self.exchanges[x].stage = .streaming
        self.exchanges[x].trace.address = self.upstreams[u].address
        self.exchanges[x].trace.isReused = self.upstreams[u].uses > 0
        self.exchanges[x].trace.uses = self.upstreams[u].uses
        self.exchanges[x].trace.connectionAge = self.now - self.upstreams[u].openedAt
        self.exchanges[x].trace.idleTime = self.now - self.upstreams[u].pooledAt
        self.exchanges[x].trace.connected = self.now
        self.upstreams[u].uses &+= 1
        self.exchanges[x].response.reset()
        self.exchanges[x].responseEnded = false
        self.exchanges[x].pendingContent = 0
        self.composeRequest(x, u)
        // The connect or idle timer must not outlive its purpose; a request without content sets its own below.
        if !self.exchanges[x].requestRead { self.setDeadline(upstream: u, after: 0, total: self.totalDeadline(x)) }
        self.sendRequest(x)
        // A kept connection may have an edge that nobody will report again.
        if self.exchanges.contains(x), self.exchanges[x].upstream == u, self.upstreams[u].canRead {
            self.receiveResponse(x)
        }
    }

    private func composeRequest(_ x: SlabKey, _ u: SlabKey) {
        let c = self.exchanges[x].client
        let route = self.exchanges[x].route
        self.blocks.lend(to: &self.upstreams[u].output)
        self.scratch.value.clear()
        self.clients[c].peer.appendHost(to: &self.scratch.value)
        RequestComposer.compose(
            self.exchanges[x].request,
            self.clients[c].input,
            headCount: self.exchanges[x].headCount,
            peer: self.scratch.value,
            client: ClientFacts(isTrusted: self.clients[c].isTrusted, isTLS: false),
            rules: self.settings.value.snapshot.rules,
            rewrite: self.routes[route].rewrites[self.exchanges[x].endpointIndex],
            into: &self.upstreams[u].output
        )
    }

    // MARK: - When an attempt fails

    /// The one place where a failed attempt is turned into another attempt or an answer.
    func attemptFailed(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        self.closeAttempt(x, fault, errno: errno)
        let route = self.exchanges[x].route
        let decision = AttemptDecision(
            AttemptDecision.Facts(
                fault: fault,
                method: self.exchanges[x].request.method,
                bytesSent: self.exchanges[x].trace.bytesSent,
                bytesReceived: self.exchanges[x].trace.bytesReceived,
                isReused: self.exchanges[x].trace.isReused,
                canReplay: !self.exchanges[x].contentConsumed,
                attempts: self.exchanges[x].attempts,
                extraAttempts: self.routes[route].extraAttempts,
                otherEndpoints: self.otherEndpoints(x),
                responseStarted: self.exchanges[x].responseStarted
            )
        )
        switch decision {
        case .retry:
            self.counters.retries &+= 1
            self.count(fault)
            self.exchanges[x].fault = fault
            self.beginAttempt(x)
        case .answer: self.answer(x, fault)
        }
    }

    /// Writes the attempt's end into its trace and closes its connection, which is never reused.
    func closeAttempt(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        self.exchanges[x].trace.fault = fault
        self.exchanges[x].trace.errno = errno
        self.exchanges[x].trace.ended = self.now
        if self.endpoints.contains(self.exchanges[x].endpoint) {
            self.endpoints[self.exchanges[x].endpoint].active -= 1
            if fault.side == .upstream { self.endpoints[self.exchanges[x].endpoint].faults &+= 1 }
        }
        self.exchanges[x].endpoint = .none
        let u = self.exchanges[x].upstream
        guard !u.isNone else { return }
        self.exchanges[x].trace.evidence = self.upstreams[u].socket.evidence()
        // What came and was not understood; secrets are in what follows, not in a head's start.
        if fault.side == .upstream, !self.upstreams[u].input.isEmpty {
            self.exchanges[x].badBytes = self.upstreams[u].input.prefix(256)
            if fault.detail == .responseFieldTooLarge {
                self.exchanges[x].oversizedField = self.upstreams[u].input.withSpan {
                    OversizedField(in: $0, at: Int(fault.code))
                }
            }
        }
        self.exchanges[x].upstream = .none
        self.closeUpstream(u)
    }
}
