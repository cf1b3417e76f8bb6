internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One request to the upstream for many that want the same.
extension Worker {
    /// Lets those go who wait for the exchange's answer, if it is the one they wait for.
    func endFlight(_ x: SlabKey, _ ending: FlightEnding) {
        let token = self.exchanges[x].cache.flight
        guard token != 0 else { return }
        self.exchanges[x].cache.flight = 0
        self.store.end(self.exchanges[x].cache.hash, token: token, ending, now: self.now)
    }

    /// The request that `x` waited for has its answer, or will have none.
    func flightEnded(_ x: SlabKey, _ ending: FlightEnding) {
        guard self.exchanges.contains(x), self.exchanges[x].stage == .collapsed else { return }
        self.setDeadline(client: self.exchanges[x].client, after: 0)
        self.exchanges[x].stage = .waiting
        switch ending {
        case .unusable: self.goAlone(x)
        case .failed:
            guard let entry = self.substitute(x) else { return self.goAlone(x) }
            self.serveInstead(x, entry)
        case .stored:
            self.exchanges[x].cache.status.isCollapsed = true
            if self.lookUp(x, mayWait: false) { return }
            self.exchanges[x].cache.status.isCollapsed = false
            self.goAlone(x)
        case .left:
            if self.lookUp(x, mayWait: true) { return }
            self.goAlone(x)
        }
    }

    /// Asks the upstream itself.
    func goAlone(_ x: SlabKey) {
        self.setDeadline(client: self.exchanges[x].client, after: 0)
        if self.mustQueue(self.exchanges[x].route), self.mayWait(x) { return self.beginWaiting(x, for: nil) }
        self.beginAttempt(x)
    }

    // MARK: - Refreshing

    /// Fetches a fresh response while the stale one is sent: a request of the cache's own, with nobody waiting for it.
    ///
    /// It is made from the client's request and goes the way of all requests; its client is a slot without a socket.
    func refresh(_ x: SlabKey, _ entry: CacheEntry) {
        guard self.exchanges[x].request.method == .get, !self.isDraining,
            self.clients.count < self.settings.value.limits.connections,
            case .lead(let token) = self.store.join(self.exchanges[x].cache.hash, nil, now: self.now)
        else { return }
        guard let copy = self.shadow(of: x) else { return self.cancel(x, token) }
        self.exchanges[copy].cache.isActive = true
        self.exchanges[copy].cache.status.outcome = .expired
        self.exchanges[copy].cache.asked = self.exchanges[x].cache.asked
        self.exchanges[copy].cache.hash = self.exchanges[x].cache.hash
        self.exchanges[copy].cache.key = entry.key
        self.exchanges[copy].cache.entry = entry
        self.exchanges[copy].cache.isSearchFile = self.exchanges[x].cache.isSearchFile
        self.exchanges[copy].cache.isValidating = entry.facts.flags.contains(.hasValidator)
        self.exchanges[copy].cache.dropsConditions = true
        self.exchanges[copy].cache.flight = token
        self.goAlone(copy)
    }

    private func cancel(_ x: SlabKey, _ token: UInt64) {
        self.store.end(self.exchanges[x].cache.hash, token: token, .left, now: self.now)
    }

    /// An exchange with the same request on the same route, whose client is nobody; nil where there is no room.
    ///
    /// - Parameter mayExceed: the client of `x` leaves, or others would suffer: one more than the limit is no harm.
    func shadow(of x: SlabKey, mayExceed: Bool = false) -> SlabKey? {
        let c = self.exchanges[x].client
        guard mayExceed || self.clients.count < self.settings.value.limits.connections,
            let ghost = self.clients.insert()
        else { return nil }
        self.clients[ghost].open(
            .none,
            peer: self.clients[c].peer,
            listener: Int(self.clients[c].listener),
            now: self.now
        )
        self.clients[ghost].isGhost = true
        self.clients[ghost].isTrusted = self.clients[c].isTrusted
        // There is no second request on it.
        self.clients[ghost].requests = .max
        self.blocks.lend(to: &self.clients[ghost].input)
        self.clients[ghost].input.append(self.clients[c].input, from: 0, count: self.exchanges[x].headCount)
        if let copy = self.copyRequest(of: x, for: ghost) { return copy }
        self.closeClient(ghost)
        return nil
    }

    /// An exchange of `ghost` with the same request on the same route.
    private func copyRequest(of x: SlabKey, for ghost: SlabKey) -> SlabKey? {
        guard let copy = self.exchanges.insert() else { return nil }
        self.exchanges[copy].open(client: ghost, now: self.now, wall: self.wall)
        do throws(Fault) {
            try self.readHead(of: copy, ghost, like: x)
        } catch {
            self.freeExchange(copy)
            return nil
        }
        self.exchanges[copy].requestRead = true
        self.exchanges[copy].headRead = self.now
        self.exchanges[copy].requestBody = BodyDecoder(framing: .none, side: .client)
        let route = self.exchanges[x].route
        self.exchanges[copy].route = route
        self.routes[route].inUse &+= 1
        self.clients[ghost].exchange = copy
        self.clients[ghost].stage = .exchanging
        return copy
    }

    /// Reads the copied head as it was read the first time: a stream's says nothing of where its content ends.
    private func readHead(of copy: SlabKey, _ ghost: SlabKey, like x: SlabKey) throws(Fault) {
        let limits = self.settings.value.limits.request
        let isStream = self.exchanges[x].request.version == .http2
        let hasContent = self.exchanges[x].request.framing != .none
        try self.clients[ghost].input.withSpan { bytes throws(Fault) in
            if isStream {
                _ = try self.exchanges[copy].request.read(http2: bytes, limits: limits, endStream: !hasContent)
            } else {
                _ = try self.exchanges[copy].request.parse(bytes, limits: limits)
            }
        }
        self.exchanges[copy].headCount = self.exchanges[x].headCount
    }

    /// What the ghost of a refresh would have been sent.
    func dropOutput(_ x: SlabKey, _ c: SlabKey, _ u: SlabKey) {
        self.clients[c].output.clear()
        let pending = self.exchanges[x].pendingContent
        guard pending > 0 else { return }
        self.upstreams[u].input.consume(pending)
        self.exchanges[x].pendingContent = 0
    }
}
