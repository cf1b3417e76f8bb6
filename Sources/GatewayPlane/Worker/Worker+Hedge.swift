internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// Asking a second server while the first has not answered: the first response head wins.
///
/// The second attempt is an exchange of its own, whose client is a slot without a socket, so that it picks, connects
/// and sends as all do. When its response head is there, its connection goes over to the client's exchange, and the
/// first attempt is given up. Only for GET, HEAD and OPTIONS: a PUT or DELETE may be repeated, but one that is still
/// under way after its client has its answer may be carried out behind the client's next one.
extension Worker {
    // MARK: - Beginning

    /// How long the first server may take; nil where no second one will be asked.
    func hedgeDelay(_ x: SlabKey) -> UInt64? {
        let route = self.exchanges[x].route
        guard let delay = self.routes[route].hedge?.value, self.mayHedge(x, route) else { return nil }
        let limit = self.routes[route].timers.responseHead
        return limit == 0 || delay < limit ? delay : nil
    }

    private func mayHedge(_ x: SlabKey, _ route: SlabKey) -> Bool {
        guard self.routes[route].endpoints.count > 1, self.routes[route].extraAttempts > 0,
            self.exchanges[x].hedge == .none, !self.exchanges[x].isHedge, !self.exchanges[x].contentLost,
            self.exchanges[x].requestRead, !self.exchanges[x].request.wantsUpgrade,
            !self.clients[self.exchanges[x].client].isGhost
        else { return false }
        // The server that a cookie names knows something that others do not.
        if self.routes[route].sticky != nil, self.isBound(x, route) { return false }
        switch self.exchanges[x].request.method {
        case .get, .head, .options: return true
        case .post, .put, .delete, .connect, .patch, .trace, .other: return false
        }
    }

    /// The first server has had its time: asks a second one, where there is one with room and the budget allows it.
    ///
    /// Returns whether it was asked. The exchange may be over then.
    func beginHedge(_ x: SlabKey, _ u: SlabKey) -> Bool {
        guard let delay = self.hedgeDelay(x), self.now - self.exchanges[x].trace.sent >= delay,
            let index = self.pickOther(x)
        else { return false }
        let route = self.exchanges[x].route
        guard self.routes[route].budget.take(self.now) else {
            self.noteHedge(x, .denied)
            return false
        }
        guard let copy = self.shadow(of: x) else { return false }
        self.exchanges[copy].started = self.exchanges[x].started
        self.exchanges[copy].tried = self.exchanges[x].tried
        self.exchanges[copy].deadline = self.exchanges[x].deadline
        self.exchanges[copy].deadlineSlot = self.exchanges[x].deadlineSlot
        self.exchanges[copy].deadlineUnit = self.exchanges[x].deadlineUnit
        self.exchanges[copy].cache.dropsConditions = self.exchanges[x].cache.dropsConditions
        self.exchanges[copy].cache.isValidating = self.exchanges[x].cache.isValidating
        self.exchanges[copy].cache.entry = self.exchanges[x].cache.entry
        if !self.exchanges[x].replay.isEmpty {
            self.blocks.lend(to: &self.exchanges[copy].replay)
            self.exchanges[copy].replay.append(self.exchanges[x].replay)
        }
        self.exchanges[copy].isHedge = true
        self.exchanges[copy].partner = x
        self.exchanges[x].partner = copy
        self.exchanges[x].hedge = .underWay
        self.waitOut(x, u)
        self.beginAttempt(copy, at: index)
        return true
    }

    /// Gives the first attempt the rest of the route's time.
    private func waitOut(_ x: SlabKey, _ u: SlabKey) {
        let limit = self.routes[self.exchanges[x].route].timers.responseHead
        let waited = self.now - self.exchanges[x].trace.sent
        let left = limit == 0 ? 0 : max(1, limit - min(limit, waited))
        self.setDeadline(upstream: u, after: left, total: self.totalDeadline(x))
    }

    /// The client that an attempt is made for: a second attempt has none of its own.
    func asker(_ x: SlabKey) -> SlabKey {
        guard self.exchanges[x].isHedge, self.exchanges.contains(self.exchanges[x].partner) else {
            return self.exchanges[x].client
        }
        return self.exchanges[self.exchanges[x].partner].client
    }

    // MARK: - Deciding

    /// One of two attempts has a response head; returns whether the exchange `x` does not go on with it.
    func hedgeDecides(_ x: SlabKey, _ status: UInt16) -> Bool {
        let other = self.exchanges[x].partner
        guard self.exchanges.contains(other) else {
            self.exchanges[x].partner = .none
            return false
        }
        let isFailure = status == 502 || status == 503 || status == 504
        guard self.exchanges[x].isHedge else {
            guard isFailure else {
                self.endHedge(x, .lost)
                return false
            }
            self.headArrived(x, status)
            self.endFirst(x)
            self.exchanges[x].prevention = .hedge
            self.exchanges[x].stage = .hedged
            return true
        }
        if isFailure, self.exchanges[other].stage == .streaming {
            self.headArrived(x, status)
            self.hedgeFailed(x, nil)
        } else {
            self.takeOver(x, for: other)
        }
        return true
    }

    /// The first attempt failed; returns whether the second goes on alone.
    func leavesToHedge(_ x: SlabKey, _ fault: Fault) -> Bool {
        guard self.exchanges.contains(self.exchanges[x].partner), fault.side != .client else { return false }
        self.count(fault)
        self.exchanges[x].fault = fault
        self.exchanges[x].prevention = .hedge
        self.exchanges[x].stage = .hedged
        return true
    }

    /// The second attempt came to nothing: after a fault, or with a status that says so.
    func hedgeFailed(_ copy: SlabKey, _ fault: Fault?) {
        let x = self.exchanges[copy].partner
        let isAlone = self.exchanges.contains(x) && self.exchanges[x].stage == .hedged
        if isAlone { self.handOver(copy, to: x) }
        self.discard(copy)
        guard self.exchanges.contains(x) else { return }
        self.exchanges[x].partner = .none
        self.noteHedge(x, .failed)
        guard isAlone, let fault else {
            if let fault { self.count(fault) }
            // What the first attempt would wait for without the second is looked at anew.
            let u = self.exchanges[x].upstream
            if !u.isNone { self.setDeadline(upstream: u, after: 1, total: self.totalDeadline(x)) }
            return
        }
        self.exchanges[x].prevention = .none
        self.attemptEnded(x, fault)
    }

    /// The second attempt's response is the one that the client gets.
    private func takeOver(_ copy: SlabKey, for x: SlabKey) {
        let u = self.exchanges[copy].upstream
        if self.exchanges[x].stage == .streaming {
            // It would have taken longer than this: who chooses by latency chooses it less. It is not to blame for more.
            let taken = self.now &- self.exchanges[x].trace.sent
            self.routes[self.exchanges[x].route].hedge?.observe(taken)
            self.endpoints[self.exchanges[x].endpoint].latency.observe(taken, now: self.now)
            self.endFirst(x)
        }
        self.handOver(copy, to: x)
        self.exchanges[x].endpoint = self.exchanges[copy].endpoint
        self.exchanges[x].upstream = u
        self.exchanges[x].requestSent = self.exchanges[copy].requestSent
        self.exchanges[x].sendingStopped = self.exchanges[copy].sendingStopped
        self.exchanges[x].awaitsHead = self.exchanges[copy].awaitsHead
        self.exchanges[copy].awaitsHead = false
        self.exchanges[copy].endpoint = .none
        self.exchanges[copy].upstream = .none
        self.upstreams[u].exchange = x
        self.exchanges[x].partner = .none
        self.discard(copy)
        self.noteHedge(x, .won)
        self.exchanges[x].response.reset()
        self.exchanges[x].responseEnded = false
        self.exchanges[x].pendingContent = 0
        self.exchanges[x].stage = .streaming
        self.receiveResponse(x)
    }

    /// What the second attempt found out, as the last attempt of the client's exchange.
    private func handOver(_ copy: SlabKey, to x: SlabKey) {
        self.exchanges[x].addAttempt(self.exchanges[copy].trace)
        self.exchanges[x].tried |= self.exchanges[copy].tried
        self.exchanges[x].endpointIndex = self.exchanges[copy].endpointIndex
        self.exchanges[x].sawFIN = self.exchanges[copy].sawFIN
        self.exchanges[x].addressFailures = self.exchanges[copy].addressFailures
        self.exchanges[x].avoidedSession = self.exchanges[copy].avoidedSession
        self.exchanges[x].violation = self.exchanges[copy].violation
        self.exchanges[x].badBytes = self.exchanges[copy].badBytes
        self.exchanges[x].oversizedField = self.exchanges[copy].oversizedField
        if let encryption = self.exchanges[copy].encryption { self.exchanges[x].encryption = encryption }
        if let timer = self.exchanges[copy].firedTimer { self.exchanges[x].firedTimer = timer }
    }

    // MARK: - Ending

    /// Gives up the first attempt, which is not to blame.
    private func endFirst(_ x: SlabKey) {
        self.exchanges[x].trace.ended = self.now
        self.exchanges[x].sentAttempts += 1
        self.exchanges[x].unsentInRow = 0
        self.dropUpstream(x)
    }

    /// The client's exchange needs no second attempt any more.
    func endHedge(_ x: SlabKey, _ ending: HedgeEnding) {
        let copy = self.exchanges[x].partner
        self.exchanges[x].partner = .none
        guard !copy.isNone, !self.exchanges[x].isHedge, self.exchanges.contains(copy) else { return }
        self.discard(copy)
        self.noteHedge(x, ending)
    }

    private func noteHedge(_ x: SlabKey, _ ending: HedgeEnding) {
        self.exchanges[x].hedge = ending
        self.counters.hedges[Int(ending.rawValue)] &+= 1
    }

    private func discard(_ copy: SlabKey) {
        let ghost = self.exchanges[copy].client
        self.exchanges[copy].partner = .none
        self.dropUpstream(copy)
        self.exchanges[copy].cache = CacheExchange()
        self.leaveRoute(copy)
        self.clients[ghost].exchange = .none
        self.freeExchange(copy)
        self.closeClient(ghost)
    }
}
