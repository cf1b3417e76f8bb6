internal import GatewayReactor

/// What the way to an address says that nobody answers at.
extension Judge {
    mutating func weighPath() {
        guard let path = self.seen.path else { return }
        let circle = path.circle
        if !circle.isEmpty {
            let list = circle.map(\.hostText).joined(separator: ", ")
            return self.scale.support(.routeLoop, by: 16, "packets come by \(list) again and again")
        }
        if case .answered = path.echo {
            let place = path.address
            let line = "\(place.hostText) answers ping: the machine is on, its port \(place.port) is not open"
            self.scale.support(self.isSuspected(.portFiltered) ? .portFiltered : .firewall, by: 5, line)
            self.scale.weaken(.hostUnreachable, by: 3, line)
        }
        guard let last = path.last, last.end != .reached, let reporter = last.reporter else { return }
        let line = "the last that answers on the way is \(reporter.hostText), \(last.number) hops from here"
        for cause in [SiteCause.firewall, .portFiltered, .hostUnreachable] where self.isSuspected(cause) {
            self.scale.support(cause, by: 0, line)
        }
    }
}
