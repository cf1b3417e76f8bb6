internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// Owners in the wheel: 0 is the pause of accepting, then clients and upstreams in turn.
    static var acceptTimer: UInt32 { 0 }
    static func timer(client key: SlabKey) -> UInt32 { key.index &* 2 &+ 1 }
    static func timer(upstream key: SlabKey) -> UInt32 { key.index &* 2 &+ 2 }

    /// 0 is "no limit".
    func setDeadline(client key: SlabKey, after nanoseconds: UInt64) {
        guard nanoseconds > 0 else { return self.timers.value.cancel(Self.timer(client: key)) }
        self.setDeadline(client: key, at: self.now &+ nanoseconds)
    }

    func setDeadline(client key: SlabKey, at deadline: UInt64) {
        self.timers.value.set(Self.timer(client: key), deadline: deadline)
    }

    func setDeadline(upstream key: SlabKey, after nanoseconds: UInt64, total: UInt64 = .max) {
        let deadline = nanoseconds > 0 ? min(self.now &+ nanoseconds, total) : total
        self.upstreams[key].deadline = deadline
        guard deadline != .max else { return self.timers.value.cancel(Self.timer(upstream: key)) }
        self.timers.value.set(Self.timer(upstream: key), deadline: deadline)
    }

    func expireTimers() {
        while let owner = self.timers.value.expired(now: self.now) {
            if owner == Self.acceptTimer {
                self.resumeAccepting()
            } else if owner & 1 == 1 {
                if let key = self.clients.key(at: (owner - 1) / 2) { self.clientExpired(key) }
            } else if let key = self.upstreams.key(at: (owner - 2) / 2) {
                self.upstreamExpired(key)
            }
        }
    }

    private func clientExpired(_ c: SlabKey) {
        let x = self.clients[c].exchange
        switch self.clients[c].stage {
        case .lingering: self.closeClient(c)
        case .multiplexed: self.sessionExpired(c)
        case .readingProxyHeader: self.refuseProxyHeader(c, .timeout)
        case .handshaking: self.handshakeEnded(c, .timeout)
        case .idle:
            self.clients[c].socket.sayEnd()
            self.counters.idleClosed &+= 1
            self.closeClient(c)
        case .readingHead:
            self.clients[c].stage = .exchanging
            self.exchanges[x].firedTimer = .clientHead
            self.answer(
                x,
                self.timedOut(.requestHeadTimeout, .client, .requestHead, self.settings.value.defaultTimers.clientHead)
            )
        case .exchanging: self.exchangeExpired(x)
        }
    }

    /// A timer of the client's side fired while an exchange is under way.
    private func exchangeExpired(_ x: SlabKey) {
        let c = self.exchanges[x].client
        switch self.exchanges[x].stage {
        case .answering: self.clientLeft(x)
        case .tunnelling: self.tunnelExpired(x)
        case .readingHead: break
        case .connecting: self.nameExpired(x)
        case .waiting: self.waitMoved(x)
        case .hedged: break
        case .collapsed: self.goAlone(x)
        case .loading:
            self.store.disk?.wasTooSlow()
            self.cacheLoaded(x, nil)
        case .serving: self.clientLeft(x)
        case .following: self.followExpired(x)
        case .streaming:
            if self.isWaitingToWrite(c, x) {
                // The client took nothing for the whole write timeout: its own connection is the price.
                self.exchanges[x].firedTimer = .write
                return self.clientLeft(x)
            }
            if self.exchanges[x].requestRead { self.exchanges[x].cache.fill?.cutSlowest() }
            guard !self.exchanges[x].requestRead, !self.exchanges[x].sendingStopped else { return }
            let limit = self.routes[self.exchanges[x].route].timers.clientBody
            self.exchanges[x].firedTimer = .clientBody
            let fault = self.timedOut(.requestBodyTimeout, .client, .requestBody, limit)
            if self.exchanges[x].responseStarted { self.abort(x, fault, errno: 0) } else { self.answer(x, fault) }
        }
    }

    /// Whether something of the response is held back because the client takes nothing.
    func isWaitingToWrite(_ c: SlabKey, _ x: SlabKey) -> Bool {
        guard !self.clients[c].canWrite else { return false }
        return !self.clients[c].output.isEmpty || self.exchanges[x].pendingContent > 0
            || !self.exchanges[x].responsePipe.isEmpty
    }

    private func upstreamExpired(_ u: SlabKey) {
        switch self.upstreams[u].stage {
        case .pooled: self.pooledExpired(u)
        case .watched: self.watchedSurvived(u)
        case .connecting: self.connectExpired(u)
        case .handshaking: self.handshakeExpired(u)
        case .leased: self.attemptExpired(u)
        case .multiplexed: self.upstreamSessionExpired(u)
        }
    }

    /// The upstream took too long: which timer it was follows from what the exchange waited for.
    private func attemptExpired(_ u: SlabKey) {
        let x = self.upstreams[u].exchange
        let timers = self.routes[self.exchanges[x].route].timers
        if self.now >= self.totalDeadline(x) {
            let fault = self.totalPassed(x)
            // How long its client waits is nobody else's limit.
            if fault.side == .client, self.exchanges[x].responseStarted { self.keepFilling(x) }
            return self.responseFailed(x, fault, errno: 0)
        }
        if self.exchanges[x].responseStarted {
            self.exchanges[x].firedTimer = .responseBody
            return self.responseFailed(
                x,
                self.timedOut(.bodyStalled, .upstream, .responseBody, timers.responseBody),
                errno: 0
            )
        }
        guard self.exchanges[x].requestSent else {
            self.exchanges[x].firedTimer = .write
            return self.responseFailed(x, self.timedOut(.sendStalled, .upstream, .sendRequest, timers.write), errno: 0)
        }
        if timers.responseHead == 0 || self.now < self.exchanges[x].trace.sent + timers.responseHead {
            return self.patienceEnded(x, u)
        }
        self.exchanges[x].firedTimer = .responseHead
        let detail: Fault.Detail = self.upstreams[u].input.isEmpty ? .responseHeadTimeout : .headStalled
        self.responseFailed(x, self.timedOut(detail, .upstream, .responseHead, timers.responseHead), errno: 0)
    }

    /// The whole exchange took too long.
    func totalPassed(_ x: SlabKey) -> Fault {
        self.exchanges[x].firedTimer = .total
        let total = self.routes[self.exchanges[x].route].timers.total
        let ends = self.exchanges[x].deadline
        if ends > 0, total == 0 || ends < self.exchanges[x].started + total {
            return self.deadlinePassed(x, self.exchanges[x].responseStarted ? .responseBody : .responseHead)
        }
        let limit = self.totalDeadline(x) - self.exchanges[x].started
        return self.timedOut(.totalTimeout, .upstream, .responseBody, limit)
    }

    func timedOut(_ detail: Fault.Detail, _ side: Fault.Side, _ phase: Fault.Phase, _ limit: UInt64) -> Fault {
        Fault(detail, side: side, phase: phase, code: Int32(clamping: limit / 1_000_000))
    }
}
