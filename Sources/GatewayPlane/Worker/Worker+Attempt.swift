internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Picks an endpoint and gets a connection to it.
    func beginAttempt(_ x: SlabKey) {
        let route = self.exchanges[x].route
        if self.isTooLate(x) { return }
        // Another worker may take the last place between the look and the step.
        guard let index = self.pickEndpoint(route, x),
            self.takesPlace(ofEndpoint: self.routes[route].endpoints[index], route)
        else { return self.noEndpoint(x) }
        self.beginAttempt(x, at: index)
    }

    /// Gets a connection to the endpoint at that place of the route.
    func beginAttempt(_ x: SlabKey, at index: Int) {
        let route = self.exchanges[x].route
        let endpoint = self.routes[route].endpoints[index]
        self.exchanges[x].beginAttempt(endpoint, index, self.now)
        self.endpoints[endpoint].requests &+= 1
        self.endpoints[endpoint].active += 1
        self.shareLoad(ofEndpoint: endpoint)
        self.attemptBegan(endpoint)
        // An upload is counted once it was sent: a slow client must not hold a place that means work for the origin.
        if self.exchanges[x].requestRead { self.beginAwaitingHead(x) }
        if self.endpoints[endpoint].speaksHTTP2, !self.needsHTTP1(x) { return self.beginStreamAttempt(x, endpoint) }
        // After a kept connection turned out dead the others of that age are suspect too: a retry opens a new one.
        // One that is to begin with this client's address cannot have been used before.
        if self.exchanges[x].attempts == 1, self.routes[route].proxyHeader == nil,
            let u = self.takePooled(endpoint, for: x)
        {
            self.lease(u, to: x)
        } else {
            self.connect(x, endpoint)
        }
    }

    /// None that is up and was not tried has room.
    private func noEndpoint(_ x: SlabKey) {
        if self.mayWait(x) { return self.beginWaiting(x, for: self.exchanges[x].fault) }
        let detail: Fault.Detail = self.isAnyUp(self.exchanges[x].route) ? .connectionLimit : .noEndpointAvailable
        self.answer(x, self.exchanges[x].fault ?? Fault(detail))
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
        self.exchanges[x].trace.writtenBefore =
            self.upstreams[u].socket.encryptedBytesWritten ?? self.upstreams[u].written
        self.upstreams[u].uses &+= 1
        self.exchanges[x].response.reset()
        self.exchanges[x].responseEnded = false
        self.exchanges[x].pendingContent = 0
        self.composeRequest(x, u)
        if let fault = self.prepareRequestStream(x, u) { return self.attemptFailed(x, fault, errno: 0) }
        if !self.exchanges[x].replay.isEmpty { self.upstreams[u].output.append(self.exchanges[x].replay) }
        self.attemptConnected(x)
        if self.exchanges[x].trace.uses == 0, !self.waitingRoutes.value.isEmpty {
            self.endpointConnected(self.exchanges[x].endpoint)
        }
        // The connect or idle timer must not outlive its purpose; a request without content sets its own below.
        if !self.exchanges[x].requestRead { self.setDeadline(upstream: u, after: 0, total: self.totalDeadline(x)) }
        self.sendRequest(x)
        // A kept connection may have an edge that nobody will report again.
        if self.exchanges.contains(x), self.exchanges[x].upstream == u, self.upstreams[u].canRead {
            self.receiveResponse(x)
        }
    }

    private func composeRequest(_ x: SlabKey, _ u: SlabKey) {
        let c = self.asker(x)
        let route = self.exchanges[x].route
        self.blocks.lend(to: &self.upstreams[u].output)
        if let version = self.routes[route].proxyHeader, !self.upstreams[u].socket.isSecure {
            self.appendProxyHeader(version, x, u)
        }
        self.scratch.value.clear()
        self.clients[c].peer.appendHost(to: &self.scratch.value)
        RequestComposer.compose(
            self.exchanges[x].request,
            self.clients[c].input,
            headCount: self.exchanges[x].headCount,
            peer: self.scratch.value,
            client: ClientFacts(isTrusted: self.clients[c].isTrusted, isTLS: self.isSecure(c)),
            identity: self.isSecure(c) ? self.identity(c) : [],
            rules: self.settings.value.rules,
            rewrite: self.routes[route].rewrites[self.exchanges[x].endpointIndex],
            dropsConditions: self.exchanges[x].cache.dropsConditions,
            deadline: self.deadlineLine(x),
            into: &self.upstreams[u].output
        )
        if self.exchanges[x].cache.isValidating { self.addConditions(x, u) }
    }
}
