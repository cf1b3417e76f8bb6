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
        let begins = self.endpoints[endpoint].backlog.headCame(
            after: taken,
            beganAt: self.exchanges[x].trace.started,
            waiting: self.endpoints[endpoint].awaitingHead,
            now: self.now
        )
        if begins { self.counters.backlogLimits &+= 1 }
        self.endAwaitingHead(x)
    }

    /// Whether a queue was found inside one of the route's endpoints.
    func hasBacklog(_ route: SlabKey) -> Bool {
        for endpoint in self.routes[route].endpoints where self.endpoints[endpoint].backlog.limit != nil { return true }
        return false
    }
}
