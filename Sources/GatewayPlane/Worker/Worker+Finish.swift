internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// The response is complete and taken: park or close the upstream connection, record, and go on with the client.
    func finish(_ x: SlabKey) {
        let c = self.exchanges[x].client
        self.exchanges[x].trace.ended = self.now
        self.releaseUpstream(x)
        self.withdrawVainRetry(x)
        let outcome: Outcome = self.wasSaved(x) ? .saved : .completed
        self.countPrevented(x)
        // The line of a saved exchange carries the id under which its story is kept.
        if outcome == .saved { self.makeID(x) }
        self.record(x, outcome)
        if outcome == .saved {
            self.counters.saved &+= 1
            self.keepIncident(x, outcome)
        }
        self.endExchange(x, keepsClient: !self.exchanges[x].plan.closes && self.exchanges[x].requestRead)
        guard self.clients.contains(c) else { return }
        if self.clients[c].stage == .idle, !self.clients[c].input.isEmpty || self.clients[c].canRead {
            self.markReady(c)
        }
    }

    /// A 5xx that another attempt got as well was not prevented.
    private func withdrawVainRetry(_ x: SlabKey) {
        switch self.exchanges[x].prevention {
        case .retry, .hedge: break
        case .none, .wait, .stale, .resolve: return
        }
        guard self.exchanges[x].fault == nil, self.exchanges[x].status >= 500 else { return }
        self.exchanges[x].prevention = .none
    }

    /// Whether something failed that the client did not see.
    ///
    /// A 5xx that came from upstream is no fault of the gateway's, but what was done about it is as much worth a record.
    /// A mere wait for room is not.
    private func wasSaved(_ x: SlabKey) -> Bool {
        guard self.exchanges[x].fault == nil else { return true }
        switch self.exchanges[x].prevention {
        case .retry, .stale, .hedge: return true
        case .none, .wait, .resolve: return false
        }
    }

    /// Gives the upstream connection back to the pool if it is in step, else closes it.
    func releaseUpstream(_ x: SlabKey) {
        let u = self.exchanges[x].upstream
        guard !u.isNone else { return }
        self.exchanges[x].upstream = .none
        self.endAwaitingHead(x)
        self.endpoints[self.exchanges[x].endpoint].active -= 1
        self.shareLoad(ofEndpoint: self.exchanges[x].endpoint)
        if self.upstreams[u].carrier == .stream {
            let state = self.upstreams[u].multiplexing
            self.upstreamStreams[state].isRead = self.exchanges[x].responseBody.isComplete
            return self.closeUpstream(u)
        }
        self.upstreams[u].written &+= self.exchanges[x].trace.bytesSent
        let isInStep =
            self.exchanges[x].requestSent && self.exchanges[x].response.isPersistent
            && self.exchanges[x].responseBody.isComplete && self.exchanges[x].response.framing != .untilClose
        guard self.upstreams[u].input.isEmpty else {
            self.countUnsolicited()
            return self.closeUpstream(u)
        }
        guard isInStep, !self.upstreams[u].peerClosed, !self.upstreams[u].isOutdated, !self.upstreams[u].isPersonal
        else {
            return self.closeUpstream(u)
        }
        // The last read filled its buffer, so nobody looked behind it: FIN or stray bytes may wait there.
        if self.upstreams[u].canRead {
            let state = self.upstreams[u].socket.idleState()
            if state == .unsolicitedBytes { self.countUnsolicited() }
            guard state == .usable else { return self.closeUpstream(u) }
            self.upstreams[u].canRead = false
        }
        self.park(u)
    }

    /// Bytes nobody asked for: taken for the next answer they would mix two exchanges, so the connection is not used
    /// again.
    func countUnsolicited() {
        self.counters.unsolicited &+= 1
        self.count(Fault(.responseUnsolicited, side: .upstream, phase: .responseHead))
    }

    /// Frees the exchange and readies the client for the next request, or for its end.
    private func endExchange(_ x: SlabKey, keepsClient: Bool) {
        let c = self.exchanges[x].client
        let head = self.exchanges[x].headCount
        self.leaveRoute(x)
        self.clients[c].exchange = .none
        let askedToClose = !self.exchanges[x].request.isPersistent && self.exchanges[x].requestRead
        let isAllRead = self.clients[c].input.count == head && !self.clients[c].canRead
        self.freeExchange(x)
        self.blocks.takeBack(&self.clients[c].output)
        guard self.clients[c].carrier == .socket else { return self.finishStream(c) }
        guard keepsClient else {
            // A client that asked for the close and sent no more cannot lose the answer to a reset: no need to wait.
            // With TLS it must hear that nothing is missing, which may have to wait for room.
            let mayCloseNow = askedToClose && isAllRead && !self.isSecure(c)
            return mayCloseNow ? self.closeClient(c) : self.beginLingering(c)
        }
        self.clients[c].input.consume(head)
        if self.clients[c].input.isEmpty { self.blocks.takeBack(&self.clients[c].input) }
        self.clients[c].stage = .idle
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.clientIdle)
    }

    func leaveRoute(_ x: SlabKey) {
        if self.exchanges[x].cache.isActive { self.leaveCache(x) }
        let route = self.exchanges[x].route
        guard !route.isNone else { return }
        self.leaveQueue(x)
        self.routes[route].inUse -= 1
        self.shareLoad(ofRoute: route)
        if self.routes[route].isRetired, self.routes[route].inUse == 0 { self.removeRoute(route) }
    }

    /// The client is gone before its response was complete: an outcome, not a fault.
    func clientLeft(_ x: SlabKey) {
        // An answer of the gateway's own was recorded when it was composed; a request has one record.
        if self.exchanges[x].stage == .answering { return self.dropAnswered(x) }
        let c = self.exchanges[x].client
        if self.exchanges[x].cache.isActive { self.keepFilling(x) }
        self.counters.clientsLeft &+= 1
        self.dropUpstream(x)
        self.record(x, .clientGone)
        self.leaveRoute(x)
        // A client that was given up for taking nothing must not take the end of the connection for that of the answer.
        if self.exchanges[x].responseStarted, self.exchanges[x].plan.framing == .untilClose {
            self.clients[c].socket.abortOnClose()
        }
        self.clients[c].exchange = .none
        self.freeExchange(x)
        self.closeClient(c)
    }

    /// The response broke after its head went out.
    ///
    /// A truncated body is never ended cleanly: a framing that shows the gap is left open by a close, a close-delimited
    /// one is reset.
    func abort(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        let c = self.exchanges[x].client
        self.exchanges[x].fault = fault
        if !self.exchanges[x].upstream.isNone { self.closeAttempt(x, fault, errno: errno) }
        if self.exchanges[x].requestIDHigh == 0 { self.makeID(x) }
        self.count(fault)
        self.countVisible(x, fault)
        self.record(x, .aborted)
        self.keepIncident(x, .aborted)
        if self.mayEndCall(x, fault) { return self.endCall(x, fault) }
        self.leaveRoute(x)
        let mustReset = self.exchanges[x].plan.framing == .untilClose || !self.exchanges[x].responsePipe.isEmpty
        self.clients[c].exchange = .none
        self.freeExchange(x)
        if mustReset {
            self.clients[c].socket.abortOnClose()
        } else if !self.clients[c].output.isEmpty, self.clients[c].canWrite {
            // What came in time is the client's; the missing end is what tells it.
            _ = self.writeClient(c)
        }
        self.closeClient(c)
    }

    /// Closes the attempt's connection without blaming it.
    func dropUpstream(_ x: SlabKey) {
        self.endRace(x)
        let u = self.exchanges[x].upstream
        let endpoint = self.exchanges[x].endpoint
        if self.endpoints.contains(endpoint) {
            self.endAwaitingHead(x)
            self.endpoints[endpoint].active -= 1
            self.shareLoad(ofEndpoint: endpoint)
            self.endpoints[endpoint].health.abandoned(begun: self.exchanges[x].trace.started)
        }
        self.exchanges[x].endpoint = .none
        guard !u.isNone else { return }
        self.exchanges[x].upstream = .none
        self.closeUpstream(u)
    }

    private func countPrevented(_ x: SlabKey) {
        let prevention = self.exchanges[x].prevention
        guard prevention != .none else { return }
        let place = self.routes[self.exchanges[x].route].counters * RouteCounts.stride
        self.routeCounts.value[place + RouteCounts.prevented + Int(prevention.rawValue)] &+= 1
    }

    func makeID(_ x: SlabKey) {
        let id = IncidentID.make(milliseconds: self.wall, random: &self.random.value)
        self.exchanges[x].requestIDHigh = id.high
        self.exchanges[x].requestIDLow = id.low
    }
}

/// How an exchange ended.
enum Outcome: UInt8, BitwiseCopyable {
    case completed
    /// Completed after a failure that the client never saw.
    case saved
    /// Answered by the gateway itself.
    case answered
    /// Broken after the response head went out.
    case aborted
    case clientGone
}
