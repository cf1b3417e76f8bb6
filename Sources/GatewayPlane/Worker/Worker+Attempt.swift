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

    // MARK: - Connecting

    private func connect(_ x: SlabKey, _ endpoint: SlabKey, target: Int, tried: Int) {
        let targets = self.endpoints[endpoint].targets.count
        guard targets > 0 else {
            return self.attemptFailed(x, Fault.resolving(self.endpoints[endpoint].resolveError), errno: 0)
        }
        let target = target % targets
        do throws(SystemError) {
            let socket = try self.openSocket(endpoint, target)
            guard let u = self.upstreams.insert() else {
                return self.attemptFailed(x, Fault(.memoryExhausted, side: .gateway, phase: .connect), errno: 0)
            }
            do throws(SystemError) {
                try self.loop.register(socket, token: ConnectionToken.upstream(u))
            } catch {
                self.upstreams.remove(u)
                throw error
            }
            self.upstreams[u].open(socket, endpoint: endpoint, address: self.address(endpoint, target), now: self.now)
            self.endpoints[endpoint].connections += 1
            self.endpoints[endpoint].opened &+= 1
            self.attach(u, x)
            self.exchanges[x].stage = .connecting
            self.exchanges[x].trace.address = self.upstreams[u].address
            self.setDeadline(upstream: u, after: self.routes[self.exchanges[x].route].timers.connect)
        } catch {
            self.connectFailed(x, endpoint, target: target, tried: tried, errno: error.errno)
        }
    }

    /// A full descriptor table is no reason to fail while idle connections could be given up.
    private func openSocket(_ endpoint: SlabKey, _ target: Int) throws(SystemError) -> Socket {
        do throws(SystemError) {
            return try Socket.connecting(to: self.endpoints[endpoint].targets[target])
        } catch {
            guard error.errno == Errno.processFilesExhausted || error.errno == Errno.systemFilesExhausted,
                self.closeSomePooled()
            else { throw error }
            return try Socket.connecting(to: self.endpoints[endpoint].targets[target])
        }
    }

    private func address(_ endpoint: SlabKey, _ target: Int) -> SocketAddress {
        if case .address(let address) = self.endpoints[endpoint].targets[target] { return address }
        return .unix
    }

    /// A connecting socket became writable: it is connected, or has an error.
    func connectMoved(_ u: SlabKey) {
        let error = self.upstreams[u].socket.pendingError()
        let x = self.upstreams[u].exchange
        let endpoint = self.upstreams[u].endpoint
        guard error == 0 else {
            let target =
                self.endpoints[endpoint].targets.firstIndex { self.isAddress($0, self.upstreams[u].address) } ?? 0
            self.detach(x)
            self.closeUpstream(u)
            return self.connectFailed(
                x,
                endpoint,
                target: target,
                tried: Int(self.exchanges[x].trace.uses),
                errno: error
            )
        }
        self.endpoints[endpoint].failuresInRow = 0
        self.endpoints[endpoint].downUntil = 0
        if let target = self.endpoints[endpoint].targets.firstIndex(where: {
            self.isAddress($0, self.upstreams[u].address)
        }) {
            self.endpoints[endpoint].preferred = target
        }
        self.exchanges[x].trace.uses = 0
        self.lease(u, to: x)
    }

    private func isAddress(_ target: ConnectTarget, _ address: SocketAddress) -> Bool {
        switch target {
        case .address(let own): own == address
        case .unix: address.family == .unix
        }
    }

    /// One address failed: the next address of the same endpoint is no new attempt (`localhost` has two).
    func connectFailed(_ x: SlabKey, _ endpoint: SlabKey, target: Int, tried: Int, errno: Int32) {
        let fault = Fault.connecting(errno: errno, isUnix: self.address(endpoint, target) == .unix)
        if fault.side == .upstream, tried + 1 < self.endpoints[endpoint].targets.count {
            // `uses` counts the addresses tried while there is no connection yet.
            self.exchanges[x].trace.uses = UInt32(tried + 1)
            return self.connect(x, endpoint, target: target + 1, tried: tried + 1)
        }
        self.exchanges[x].trace.uses = 0
        if fault.side == .upstream { self.markDown(endpoint) }
        self.attemptFailed(x, fault, errno: errno)
    }

    /// Skips the endpoint for a moment that doubles with every failure in a row, from 250 ms to 8 s.
    private func markDown(_ endpoint: SlabKey) {
        let failures = self.endpoints[endpoint].failuresInRow
        self.endpoints[endpoint].failuresInRow = failures &+ 1
        self.endpoints[endpoint].downUntil = self.now + 250_000_000 << UInt64(min(failures, 5))
    }

    // MARK: - Leasing

    private func attach(_ u: SlabKey, _ x: SlabKey) {
        self.upstreams[u].exchange = x
        self.exchanges[x].upstream = u
    }

    private func detach(_ x: SlabKey) {
        self.exchanges[x].upstream = .none
    }

    /// The connection is the exchange's from here to the end of the response.
    private func lease(_ u: SlabKey, to x: SlabKey) {
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

extension Fault {
    /// The fault of a name that has no address.
    ///
    /// The numbers are getaddrinfo's `EAI_…`.
    static func resolving(_ error: Int32) -> Fault {
        let detail: Detail =
            switch error {
            case -2, 0: .dnsNameNotFound
            case -5: .dnsNoAddress
            case -3: .dnsTimeout
            case -4: .dnsServerFailure
            default: .dnsOther
            }
        return Fault(detail, side: .upstream, phase: .resolve, code: error)
    }
}
