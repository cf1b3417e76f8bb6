internal import GatewayBytes
internal import GatewayFaults

extension Worker {
    /// The client is about to see this fault.
    func countVisible(_ x: SlabKey, _ fault: Fault) {
        let route = self.exchanges[x].route
        let endpoint = self.exchanges[x].attempts > 0 ? self.exchanges[x].trace.endpoint : .none
        self.counters.visible.count(
            fault,
            route: route.isNone ? "-" : self.routes[route].name,
            endpoint: self.endpoints.contains(endpoint) ? self.endpoints[endpoint].label : "-"
        )
    }
}
