internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Takes the connection that was parked last: the one whose peer is least likely to have given it up.
    ///
    /// For a request that must not be made twice the socket is looked at first: a FIN may be there that no event has
    /// told of yet.
    func takePooled(_ endpoint: SlabKey, for x: SlabKey) -> SlabKey? {
        while true {
            let u = self.endpoints[endpoint].poolHead
            guard !u.isNone else { return nil }
            // The limit may have fallen since it was parked; those behind it in the pool are older still.
            guard self.now - self.upstreams[u].pooledAt <= self.endpoints[endpoint].reuseLimit else { return nil }
            if !self.exchanges[x].request.method.isIdempotent, self.upstreams[u].socket.idleState() != .usable {
                self.pooledMoved(u)
                continue
            }
            self.unlinkPooled(u)
            self.endpoints[endpoint].reused &+= 1
            return u
        }
    }

    /// Parks a connection whose exchange ended cleanly.
    func park(_ u: SlabKey) {
        let endpoint = self.upstreams[u].endpoint
        guard self.endpoints[endpoint].routes > 0, !self.isDraining, !self.endpoints[endpoint].isDrained else {
            return self.closeUpstream(u)
        }
        let limit = self.endpoints[endpoint].reuseLimit
        guard limit > 0, self.endpoints[endpoint].poolCount < self.endpoints[endpoint].poolLimit else {
            if limit == 0, self.isWatched(u, endpoint, since: self.now) { return }
            return self.closeUpstream(u)
        }
        if self.upstreams[u].uses == 1, let encryption = self.endpoints[endpoint].encryption {
            encryption.resumption = self.upstreams[u].socket.resumption
        }
        self.blocks.takeBack(&self.upstreams[u].input)
        self.blocks.takeBack(&self.upstreams[u].output)
        self.upstreams[u].stage = .pooled
        self.upstreams[u].exchange = .none
        self.upstreams[u].pooledAt = self.now
        self.upstreams[u].poolPrevious = .none
        let head = self.endpoints[endpoint].poolHead
        self.upstreams[u].poolNext = head
        if !head.isNone { self.upstreams[head].poolPrevious = u }
        self.endpoints[endpoint].poolHead = u
        self.endpoints[endpoint].poolCount += 1
        self.setDeadline(upstream: u, after: limit)
    }

    func unlinkPooled(_ u: SlabKey) {
        let endpoint = self.upstreams[u].endpoint
        let next = self.upstreams[u].poolNext
        let previous = self.upstreams[u].poolPrevious
        if previous.isNone {
            self.endpoints[endpoint].poolHead = next
        } else {
            self.upstreams[previous].poolNext = next
        }
        if !next.isNone { self.upstreams[next].poolPrevious = previous }
        self.upstreams[u].poolNext = .none
        self.upstreams[u].poolPrevious = .none
        self.endpoints[endpoint].poolCount -= 1
    }

    /// A parked connection got FIN, RST or bytes nobody asked for.
    func pooledMoved(_ u: SlabKey) {
        switch self.upstreams[u].socket.idleState() {
        // A ticket, or another word of TLS itself.
        case .usable: return
        case .unsolicitedBytes: self.countUnsolicited()
        case .closed, .broken:
            self.foundClosed(self.upstreams[u].endpoint, afterIdle: self.now - self.upstreams[u].pooledAt)
        }
        self.closePooled(u)
    }

    /// Closes a parked connection.
    func closePooled(_ u: SlabKey) {
        self.counters.pooledClosed &+= 1
        self.unlinkPooled(u)
        self.upstreams[u].socket.sayEnd()
        self.closeUpstream(u)
    }

    /// Gives up one parked connection of any endpoint, to free a descriptor.
    ///
    /// Returns whether there was one.
    func closeSomePooled() -> Bool {
        for index in 0..<self.endpoints.slotCount {
            guard let endpoint = self.endpoints.key(at: UInt32(index)) else { continue }
            let u = self.endpoints[endpoint].poolHead
            if u.isNone, !self.closeIdleSession(endpoint) { continue }
            if !u.isNone { self.closePooled(u) }
            return true
        }
        return false
    }

    /// Closes a connection without streams; returns whether there was one.
    private func closeIdleSession(_ endpoint: SlabKey) -> Bool {
        for u in self.endpoints[endpoint].sessions {
            let session = self.upstreams[u].multiplexing
            guard self.upstreamSessions[session].streams.isEmpty, !self.upstreamSessions[session].isMoving,
                self.upstreamSessions[session].connection.isEstablished
            else { continue }
            self.endUpstreamSession(u, .idle)
            return true
        }
        return false
    }

    /// Closes every parked connection of an endpoint that no route names any more.
    func closePool(_ endpoint: SlabKey) {
        // The last connection may take an endpoint with it that nothing else uses.
        while self.endpoints.contains(endpoint), !self.endpoints[endpoint].poolHead.isNone {
            self.closePooled(self.endpoints[endpoint].poolHead)
        }
        while self.endpoints.contains(endpoint), self.closeIdleSession(endpoint) {}
    }

    /// Closes the connection and gives everything back.
    func closeUpstream(_ u: SlabKey) {
        guard self.upstreams[u].carrier == .socket else { return self.closeUpstreamStream(u) }
        let endpoint = self.upstreams[u].endpoint
        self.timers.value.cancel(Self.timer(upstream: u))
        self.blocks.takeBack(&self.upstreams[u].input)
        self.blocks.takeBack(&self.upstreams[u].output)
        self.upstreams[u].socket.close()
        self.upstreams[u].exchange = .none
        self.upstreams.remove(u)
        self.endpoints[endpoint].connections -= 1
        self.removeIfUnused(endpoint)
    }

    /// Forgets an endpoint that a reload took away, once nothing uses it.
    func removeIfUnused(_ endpoint: SlabKey) {
        guard self.endpoints[endpoint].routes == 0, self.endpoints[endpoint].connections == 0,
            self.endpoints[endpoint].active == 0
        else { return }
        let label = self.endpoints[endpoint].label
        if self.endpointsByLabel[label] == endpoint { self.endpointsByLabel[label] = nil }
        self.endpoints.remove(endpoint)
    }
}
