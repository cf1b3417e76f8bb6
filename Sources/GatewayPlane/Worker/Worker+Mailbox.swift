internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

/// What other threads may ask of a worker.
enum WorkerMessage: Sendable {
    case apply(Snapshot, drained: Set<String>)
    case listen(ListenerBox)
    case stopListening(Set<String>)
    case resolved(EndpointNews)
    case checked(endpoint: String, HealthChange)
    /// Another worker's requests found out how an endpoint is.
    case met(HealthNews)
    /// There may be room for somebody who waits for what other workers have.
    case turnCame
    case report(@Sendable (PlaneReport) -> Void)
    case incident(id: String, @Sendable (Incident?) -> Void)
    case incidents(limit: Int, @Sendable ([Incident]) -> Void)
    case cacheFlightEnded(SlabKey, FlightEnding)
    case cacheFillBegan(SlabKey, CacheFill)
    case cacheFillMoved(SlabKey)
    case cacheLoaded(SlabKey, CacheEntry?)
    case drain(milliseconds: UInt64)
    case retire(milliseconds: UInt64)
    case duplicateListeners(@Sendable ([ListenerBox]) -> Void)
    case markDrained(Set<String>)
    case closeRoute(name: String, Bool)
    case stop
}

extension Worker {
    func handle(_ message: WorkerMessage) {
        switch message {
        case .apply(let snapshot, let drained):
            self.apply(snapshot)
            self.markDrained(drained)
        case .listen(let box): self.listen(box)
        case .stopListening(let labels): self.stopListening(labels)
        case .resolved(let news): self.resolved(news)
        case .checked(let endpoint, let change): self.checked(endpoint, change)
        case .met(let news): self.heard(news)
        // Who waits is looked at in every turn of the loop.
        case .turnCame: break
        case .report(let reply): reply(self.report())
        case .incident(let id, let reply): reply(self.recorder.incident(id: id))
        case .incidents(let limit, let reply): reply(self.recorder.latest(limit))
        case .cacheFlightEnded(let x, let ending): self.flightEnded(x, ending)
        case .cacheFillBegan(let x, let fill): self.fillBegan(x, fill)
        case .cacheFillMoved(let x): self.fillMoved(x)
        case .cacheLoaded(let x, let entry): self.cacheLoaded(x, entry)
        case .drain(let milliseconds): self.beginDraining(milliseconds: milliseconds)
        case .retire(let milliseconds): self.retire(milliseconds: milliseconds)
        case .duplicateListeners(let reply): reply(self.duplicateListeners())
        case .markDrained(let labels): self.markDrained(labels)
        case .closeRoute(let name, let isClosed): self.closeRoute(name, isClosed)
        case .stop: self.isStopping = true
        }
    }

    // MARK: - Draining

    /// Stops accepting, closes what is idle, and lets what runs finish until the deadline.
    func beginDraining(milliseconds: UInt64) {
        // After a hand-over it takes the grace away.
        guard !self.isDraining else { return self.idleGraceEnds = 0 }
        self.isDraining = true
        self.drainDeadline = self.now + milliseconds * 1_000_000
        for index in 0..<self.listeners.slotCount {
            guard let key = self.listeners.key(at: UInt32(index)) else { continue }
            // Who waits in the queue would be reset by the close.
            self.acceptClients(listener: index, all: true)
            self.registerListener(key, false)
            self.listeners[key].listener = nil
        }
        self.timers.value.set(Self.acceptTimer, deadline: self.drainDeadline)
    }

    func continueDraining() {
        let mayCloseIdle = self.now >= self.idleGraceEnds
        for index in 0..<self.clients.slotCount {
            guard let key = self.clients.key(at: UInt32(index)) else { continue }
            // A request may be on its way on a connection that looks idle: it is read first.
            if mayCloseIdle, self.clients[key].stage == .idle, !self.clients[key].isReady {
                self.clients[key].socket.sayEnd()
                self.closeClient(key)
            }
            if self.clients.contains(key), self.clients[key].stage == .multiplexed { self.beginSessionEnd(key) }
        }
        if self.clients.count == 0 || self.now >= self.drainDeadline { self.isStopping = true }
    }

    func closeEverything() {
        for index in 0..<self.clients.slotCount {
            guard let key = self.clients.key(at: UInt32(index)) else { continue }
            // A stream goes with the connection that carries it.
            guard self.clients[key].carrier == .socket else { continue }
            let x = self.clients[key].exchange
            if !x.isNone {
                self.clientLeft(x)
            } else if self.clients[key].stage == .multiplexed {
                self.leaveSession(key)
            } else {
                // Nothing is cut off where nothing is under way.
                if self.clients[key].stage == .idle { self.clients[key].socket.sayEnd() }
                self.closeClient(key)
            }
        }
        self.log.flush(now: self.now)
    }

    // MARK: - Reporting

    private func report() -> PlaneReport {
        var report = PlaneReport()
        report.workers = 1
        report.generation = self.snapshot.generation
        report.isDraining = self.isDraining
        report.clientsAccepted = self.counters.clientsAccepted
        report.clientsActive = UInt64(self.clients.count - self.streams.count)
        report.clientsLeft = self.counters.clientsLeft
        report.idleClosed = self.counters.idleClosed
        for rule in HTTP2Rule.allCases where self.counters.violations[Int(rule.rawValue)] > 0 {
            report.violations["\(rule.name)"] = self.counters.violations[Int(rule.rawValue)]
        }
        report.upstreamHTTP2 = self.counters.upstreamHTTP2
        report.upstreamHTTP2.connectionsActive = self.upstreamSessions.count
        report.upstreamHTTP2.streamsActive = self.upstreamStreams.count
        report.acceptPauses = self.counters.acceptPauses
        report.exchangesActive = self.exchanges.count
        report.retries = self.counters.retries
        report.hedges = self.counters.hedges
        report.saved = self.counters.saved
        report.budgetRefusals = self.counters.budgetRefusals
        report.backlogLimits = self.counters.backlogLimits
        report.healthChanges = self.counters.healthChanges
        report.waits = self.counters.waits
        report.shed = self.counters.shed
        report.clientsRefused = self.counters.clientsRefused
        report.crawlers = self.counters.crawlers
        report.proxyHeadersRefused = self.counters.proxyHeadersRefused
        report.waiting = self.waitingRoutes.value.reduce(0) { sum, route in
            guard self.routes.contains(route) else { return sum }
            return sum + self.routes[route].waiting.count + (self.routes[route].prober.isNone ? 0 : 1)
        }
        report.handshakes = self.counters.handshakes
        report.upstreamHandshakes = self.counters.upstreamHandshakes
        report.pooledClosed = self.counters.pooledClosed
        report.unsolicited = self.counters.unsolicited
        report.bytesIn = self.counters.bytesIn
        report.bytesOut = self.counters.bytesOut
        report.incidentsKept = self.recorder.count
        report.blocksLent = self.blocks.lent
        report.connectionLimit = self.snapshot.configuration.limits.connections
        report.faults = self.counters.faults.map { FaultCount(key: $0.key, count: $0.value) }
        report.cache = self.cacheCounts.value
        report.visible = self.counters.visible.reported
        report.routes = self.reportRoutes()
        report.endpoints = self.reportEndpoints()
        return report
    }

    private func reportRoutes() -> [PlaneReport.Route] {
        self.counters.routeNames.enumerated().map { place, name in
            let base = place * RouteCounts.stride
            var route = PlaneReport.Route(name: name)
            route.statusClasses = (0..<6).map { self.routeCounts.value[base + $0] }
            route.latencyBuckets = (0..<14).map { self.routeCounts.value[base + 6 + $0] }
            route.prevented = (0..<RouteCounts.preventions).map {
                self.routeCounts.value[base + RouteCounts.prevented + $0]
            }
            route.latencySumNanoseconds = self.routeCounts.value[base + RouteCounts.stride - 1]
            return route
        }
    }
}
