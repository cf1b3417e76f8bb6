internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

/// Learning how long an endpoint keeps idle connections (`IdleLifetime`).
extension Worker {
    /// The peer closed a connection that was idle so long.
    func foundClosed(_ endpoint: SlabKey, afterIdle age: UInt64) {
        self.endpoints[endpoint].lifetime.foundClosed(afterIdle: age, now: self.now)
        // Before the end of its idle time: not for idleness.
        if age < self.endpoints[endpoint].reuseLimit { self.endpoints[endpoint].leftAt = self.now }
        self.refreshReuseLimit(endpoint)
    }

    /// A response came on a connection that had been idle so long; the peer may have named its timeout.
    func learnLifetime(_ x: SlabKey, _ endpoint: SlabKey) {
        if self.exchanges[x].trace.isReused {
            self.endpoints[endpoint].lifetime.survived(afterIdle: self.exchanges[x].trace.idleTime)
        }
        guard let said = self.exchanges[x].response.keepAliveTimeout else { return }
        if self.endpoints[endpoint].lifetime.saidSeconds == said { return }
        self.endpoints[endpoint].lifetime.said(seconds: said)
        self.refreshReuseLimit(endpoint)
    }

    func refreshReuseLimit(_ endpoint: SlabKey) {
        self.endpoints[endpoint].reuseLimit = min(
            self.endpoints[endpoint].lifetime.limit(self.now),
            self.endpoints[endpoint].idleTimeout
        )
    }

    // MARK: - Connections kept to see how old they get

    /// A parked connection is as old as one may be and still be reused.
    func pooledExpired(_ u: SlabKey) {
        let endpoint = self.upstreams[u].endpoint
        let since = self.upstreams[u].pooledAt
        // A suspicion ends with time alone.
        self.refreshReuseLimit(endpoint)
        self.unlinkPooled(u)
        if self.isWatched(u, endpoint, since: since) { return }
        self.counters.pooledClosed &+= 1
        self.upstreams[u].socket.sayEnd()
        self.closeUpstream(u)
    }

    /// Whether the idle connection is kept out of reach of requests from now on.
    func isWatched(_ u: SlabKey, _ endpoint: SlabKey, since: UInt64) -> Bool {
        // Whoever set the timeout has decided; there is nothing to learn.
        guard self.endpoints[endpoint].idleTimeout == .max, self.endpoints[endpoint].routes > 0, !self.isDraining,
            let age = self.endpoints[endpoint].lifetime.watch(self.now), since &+ age > self.now
        else { return false }
        self.blocks.takeBack(&self.upstreams[u].input)
        self.blocks.takeBack(&self.upstreams[u].output)
        self.upstreams[u].stage = .watched
        self.upstreams[u].exchange = .none
        self.upstreams[u].pooledAt = since
        self.endpoints[endpoint].watched += 1
        self.setDeadline(upstream: u, after: since &+ age - self.now)
        return true
    }

    func watchedClosed(_ u: SlabKey) {
        guard self.upstreams[u].socket.idleState() != .usable else { return }
        let endpoint = self.upstreams[u].endpoint
        self.endpoints[endpoint].watched -= 1
        self.foundClosed(endpoint, afterIdle: self.now - self.upstreams[u].pooledAt)
        self.closeUpstream(u)
    }

    func watchedSurvived(_ u: SlabKey) {
        let endpoint = self.upstreams[u].endpoint
        self.endpoints[endpoint].watched -= 1
        self.endpoints[endpoint].lifetime.survived(afterIdle: self.now - self.upstreams[u].pooledAt)
        self.refreshReuseLimit(endpoint)
        self.closeUpstream(u)
    }
}
