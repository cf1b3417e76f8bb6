internal import GatewayBytes
internal import GatewayFaults

extension Worker {
    /// The client is about to see this fault.
    func countVisible(_ x: SlabKey, _ fault: Fault) {
        let route = self.exchanges[x].route
        self.counters.visible.count(
            fault,
            route: route.isNone ? "-" : self.routes[route].name,
            endpoint: self.originLabel(x) ?? "-"
        )
    }

    /// The endpoint whose answer the client was to get: that of the last attempt, or of the request whose answer it was
    /// sent while that came.
    func originLabel(_ x: SlabKey) -> String? {
        if let followed = self.exchanges[x].cache.followed { return followed.endpoint }
        let endpoint = self.exchanges[x].attempts > 0 ? self.exchanges[x].trace.endpoint : .none
        return self.endpoints.contains(endpoint) ? self.endpoints[endpoint].label : nil
    }
}
