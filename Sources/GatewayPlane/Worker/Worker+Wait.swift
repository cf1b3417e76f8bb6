internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults

/// Waiting instead of failing.
///
/// While nothing of a route is up, the request that found out stays outside of the queue and tries again and again;
/// the others wait behind it in order of arrival and cost nothing. Requests for which there is no room wait in the
/// same queue, and are served as others end. Where there is too much for long, not all can be served: while an endpoint
/// is limited for its backlog the newest go first, whose clients are the most likely to be there still. In order of
/// arrival all of them would wait until just before they give up.
extension Worker {
    /// First pause of the one who tries again, and the longest.
    private static var shortestProbe: UInt64 { 20_000_000 }
    private static var longestProbe: UInt64 { 250_000_000 }
    /// Waiters that are let go in one turn of the loop: an endpoint that came up is not buried at once.
    private static var releasedPerTurn: Int { 16 }
    /// Endpoints whose usual time is looked at: to turn somebody away stays cheap however many there are.
    private static var askedForUsual: Int { 8 }

    /// Whether the request may still wait.
    func mayWait(_ x: SlabKey) -> Bool {
        guard self.routes[self.exchanges[x].route].gate.longestWait > 0, !self.isDraining else { return false }
        return self.exchanges[x].waitDeadline == 0 || self.now < self.exchanges[x].waitDeadline
    }

    /// Whether those who come now have to queue behind others.
    func mustQueue(_ route: SlabKey) -> Bool {
        !self.routes[route].prober.isNone || !self.routes[route].waiting.isEmpty
    }

    /// Nothing is up (`fault` says how that was found out), or there is no room (nil).
    func beginWaiting(_ x: SlabKey, for fault: Fault?) {
        let route = self.exchanges[x].route
        if self.exchanges[x].waitStarted == 0 {
            self.exchanges[x].waitStarted = self.now
            let usual = fault == nil ? self.usualTime(route) : 0
            let longest = self.now + self.routes[route].gate.longestWait(beforeAnswerOf: usual)
            let deadline = self.exchanges[x].deadline
            self.exchanges[x].waitDeadline = deadline == 0 ? longest : min(longest, max(deadline, self.now + 1))
        }
        // Who tries again has found that nothing is up: a stored response now is better than a fresh one perhaps.
        let known = self.routes[route].prober.isNone ? nil : Fault(.noEndpointAvailable, side: .upstream, phase: .route)
        if self.standsIn(x, fault ?? known) { return }
        if let fault, self.exchanges[x].fault == nil { self.exchanges[x].fault = fault }
        self.exchanges[x].stage = .waiting
        self.listAsWaiting(route)
        if fault != nil, self.routes[route].prober.isNone || self.routes[route].prober == x {
            return self.probeLater(x, route)
        }
        self.enqueue(x, route)
    }

    /// What a head takes when there is no queue: of the quickest of the first few endpoints, 0 while not known.
    private func usualTime(_ route: SlabKey) -> UInt64 {
        var usual = UInt64.max
        for endpoint in self.routes[route].endpoints.prefix(Self.askedForUsual) {
            let time = self.endpoints[endpoint].backlog.usualTime
            if time > 0 { usual = min(usual, time) }
        }
        return usual == .max ? 0 : usual
    }

    /// RFC 9218 §4.1 urgency that the request's priority field names, where the route believes it.
    private func urgency(_ x: SlabKey) -> Int {
        guard let name = self.routes[self.exchanges[x].route].priorityField,
            let value = self.fieldRange(x, named: name)
        else { return WaitingQueue.defaultUrgency }
        return self.clients[self.exchanges[x].client].input.withSpan { Urgency.read($0, value) }
            ?? WaitingQueue.defaultUrgency
    }

    private func enqueue(_ x: SlabKey, _ route: SlabKey) {
        let hasWaited = self.exchanges[x].waitStarted < self.now
        if hasWaited {
            self.exchanges[x].ticket = self.routes[route].waiting.putBack(
                x,
                urgency: self.urgency(x),
                enqueuedAt: self.exchanges[x].waitStarted
            )
        } else {
            switch self.routes[route].waiting.push(x, urgency: self.urgency(x), now: self.now) {
            case .waits(let ticket): self.exchanges[x].ticket = ticket
            case .displaces(let ticket, let other):
                self.exchanges[x].ticket = ticket
                self.exchanges[other.key].ticket = .none
                self.shed(other.key, .queueFull)
            case .full: return self.shed(x, .queueFull)
            }
        }
        self.shareLoad(ofRoute: route)
        self.counters.waits &+= 1
        self.setDeadline(client: self.exchanges[x].client, at: self.exchanges[x].waitDeadline)
    }

    private func probeLater(_ x: SlabKey, _ route: SlabKey) {
        if self.routes[route].prober.isNone { self.counters.waits &+= 1 }
        self.routes[route].prober = x
        let delay = min(max(self.routes[route].probeDelay * 2, Self.shortestProbe), Self.longestProbe)
        self.routes[route].probeDelay = delay
        let next = min(self.now + delay, self.exchanges[x].waitDeadline)
        self.setDeadline(client: self.exchanges[x].client, at: next)
    }

    /// A moment's rest before the next attempt.
    func pause(_ x: SlabKey, nanoseconds: UInt64) {
        self.exchanges[x].stage = .waiting
        self.setDeadline(client: self.exchanges[x].client, after: nanoseconds)
    }

    // MARK: - The end of waiting

    /// The timer of a waiting request fired: its next try, or the end of its patience.
    func waitMoved(_ x: SlabKey) {
        let deadline = self.exchanges[x].waitDeadline
        if deadline > 0, self.now >= deadline { return self.waitExpired(x) }
        self.resume(x)
    }

    /// Makes the next attempt.
    private func resume(_ x: SlabKey) {
        self.setDeadline(client: self.exchanges[x].client, after: 0)
        self.exchanges[x].ticket = .none
        self.exchanges[x].tried = 0
        self.exchanges[x].unsentInRow = 0
        self.beginAttempt(x)
    }

    private func waitExpired(_ x: SlabKey) {
        self.shed(x, .queueTimeout)
    }

    /// Answers a request for which waiting is over or not allowed.
    private func shed(_ x: SlabKey, _ detail: Fault.Detail) {
        if self.exchanges[x].fault == nil {
            self.leaveQueue(x)
            return self.shedNow(x, Fault(detail), seconds: self.pauseSeconds(self.exchanges[x].route))
        }
        self.turnAway(x, self.exchanges[x].fault ?? Fault(detail))
    }

    /// 503 whatever the cause: to come again later is right, and when is known better than for any other fault.
    private func turnAway(_ x: SlabKey, _ fault: Fault) {
        let route = self.exchanges[x].route
        self.leaveQueue(x)
        self.answer(x, fault, unavailableFor: self.pauseSeconds(route))
    }

    private func pauseSeconds(_ route: SlabKey) -> Int {
        self.routes[route].drain.retryAfter(
            waiting: self.routes[route].waiting.count,
            random: self.random.value.next(),
            now: self.now
        )
    }

    /// The request waits no more, for whatever reason.
    func leaveQueue(_ x: SlabKey) {
        let route = self.exchanges[x].route
        if !self.exchanges[x].ticket.isNone {
            self.routes[route].waiting.remove(self.exchanges[x].ticket)
            self.exchanges[x].ticket = .none
        }
        guard self.routes[route].prober == x else { return }
        self.routes[route].prober = .none
        // Somebody else has to go on trying.
        guard let next = self.routes[route].waiting.pop() else { return }
        self.exchanges[next.key].ticket = .none
        self.probeLater(next.key, route)
    }

    // MARK: - Something is up, or there is room

    /// An attempt of the request got a connection: what it waited for is over, for the others too.
    func attemptConnected(_ x: SlabKey) {
        guard self.exchanges[x].waitStarted > 0 else { return }
        if self.exchanges[x].prevention != .resolve { self.exchanges[x].prevention = .wait }
        let route = self.exchanges[x].route
        self.routes[route].drain.served(self.now)
        guard self.routes[route].prober == x else { return }
        self.routes[route].prober = .none
        self.routes[route].probeDelay = 0
    }

    /// An endpoint took a new connection: where somebody waits for it, the next try is due now.
    func endpointConnected(_ endpoint: SlabKey) {
        for route in self.waitingRoutes.value where self.routes.contains(route) {
            guard self.routes[route].endpoints.contains(endpoint) else { continue }
            let x = self.routes[route].prober
            guard !x.isNone, self.exchanges[x].stage == .waiting else { continue }
            self.setDeadline(client: self.exchanges[x].client, at: self.now)
        }
    }

    private func listAsWaiting(_ route: SlabKey) {
        guard !self.routes[route].isListedAsWaiting else { return }
        self.routes[route].isListedAsWaiting = true
        self.waitingRoutes.value.append(route)
    }

    /// Lets waiters go, as many as there is room for.
    ///
    /// Once per turn of the loop, and only while somebody waits.
    func serveWaiters() {
        let routes = self.waitingRoutes.value
        self.waitingRoutes.value.removeAll(keepingCapacity: true)
        self.awaitsOthers = false
        for route in routes where self.routes.contains(route) {
            self.routes[route].isListedAsWaiting = false
            if self.routes[route].prober.isNone { self.serveWaiters(of: route) }
            guard self.routes.contains(route) else { continue }
            self.tellTurn(route)
            guard self.mustQueue(route) else { continue }
            self.listAsWaiting(route)
        }
    }

    private func serveWaiters(of route: SlabKey) {
        for _ in 0..<Self.releasedPerTurn {
            guard self.routes.contains(route), self.routes[route].prober.isNone, !self.routes[route].waiting.isEmpty,
                self.hasRoom(route), self.isTurn(of: route), self.takesPlace(ofRoute: route),
                let waiter = self.routes[route].waiting.pop(newestFirst: self.hasBacklog(route))
            else { break }
            let x = waiter.key
            self.exchanges[x].ticket = .none
            if self.routes[route].gate.serves(enqueuedAt: waiter.enqueuedAt, now: self.now) {
                self.resume(x)
            } else {
                self.shed(x, .queueTimeout)
            }
        }
        if self.routes.contains(route), self.routes[route].waiting.isEmpty { self.routes[route].gate.emptied() }
    }
}
