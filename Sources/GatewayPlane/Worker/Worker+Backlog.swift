internal import GatewayBytes
internal import GatewayCore

/// Counting requests whose response head has not come, and what that says about a queue inside their endpoint.
extension Worker {
    func beginAwaitingHead(_ x: SlabKey) {
        guard !self.exchanges[x].awaitsHead else { return }
        let endpoint = self.exchanges[x].endpoint
        self.exchanges[x].awaitsHead = true
        self.endpoints[endpoint].awaitingHead += 1
        self.endpoints[endpoint].backlog.began(waiting: self.endpoints[endpoint].awaitingHead, now: self.now)
    }

    /// The head came, or will not come; the endpoint is still the attempt's.
    func endAwaitingHead(_ x: SlabKey) {
        guard self.exchanges[x].awaitsHead else { return }
        self.exchanges[x].awaitsHead = false
        self.endpoints[self.exchanges[x].endpoint].awaitingHead -= 1
    }

    func headCame(_ x: SlabKey, after taken: UInt64) {
        guard self.exchanges[x].awaitsHead else { return }
        let endpoint = self.exchanges[x].endpoint
        let change = self.endpoints[endpoint].backlog.headCame(
            after: taken,
            beganAt: self.exchanges[x].trace.started,
            waiting: self.endpoints[endpoint].awaitingHead,
            now: self.now
        )
        if let change { self.backlogChanged(endpoint, change) }
        self.endAwaitingHead(x)
    }

    /// The beginning and the end of a limit leave a line with the numbers that led to it.
    func backlogChanged(_ endpoint: SlabKey, _ change: BacklogChange) {
        let turnedAway = self.endpoints[endpoint].backlogTurnedAway
        self.endpoints[endpoint].backlogTurnedAway = 0
        if change.reason.isBeginning { self.counters.backlogLimits &+= 1 }
        self.beginEvent("endpoint_backlog", of: endpoint)
        self.addToEvent("to", token: change.reason.isBeginning ? "limited" : "unlimited")
        self.addToEvent("reason", token: change.reason.token)
        self.addToEvent("limit", UInt64(change.limit))
        self.addToEvent("usual_ms", change.usual / 1_000_000)
        if change.mean > 0 { self.addToEvent("now_ms", change.mean / 1_000_000) }
        self.addToEvent("waiting", UInt64(clamping: self.endpoints[endpoint].awaitingHead))
        if !change.reason.isBeginning {
            self.addToEvent("lasted_ms", change.lasted / 1_000_000)
            self.addToEvent("turned_away", turnedAway)
        }
        self.endEvent()
    }

    /// The limit that a request of the route is turned away for, which counts it; nil where there is none.
    func turnedAwayForBacklog(_ route: SlabKey) -> BacklogNote? {
        var note: BacklogNote?
        for index in self.routes[route].endpoints.indices {
            let endpoint = self.routes[route].endpoints[index]
            guard let found = self.backlogNote(endpoint) else { continue }
            self.endpoints[endpoint].backlogTurnedAway &+= 1
            self.endpoints[endpoint].backlogTurnedAwayEver &+= 1
            if note == nil { note = found }
        }
        return note
    }

    func backlogNote(_ endpoint: SlabKey) -> BacklogNote? {
        guard let limit = self.endpoints[endpoint].backlog.limit else { return nil }
        return BacklogNote(
            limit: limit,
            usual: self.endpoints[endpoint].backlog.usualTime,
            now: self.endpoints[endpoint].latency.value(now: self.now)
        )
    }

    /// Whether a queue was found inside one of the route's endpoints.
    func hasBacklog(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.endpoints[endpoint].backlog.limit != nil { return true }
        return false
    }
}
