internal import GatewayReactor

/// Asks the servers of the domain itself, where what resolvers say does not work or does not agree.
extension Walk {
    private static let patience: UInt64 = 3500

    /// After the resolvers were asked.
    func lookAtDoubtfulZone() {
        let views = self.seen.resolution.views
        guard !views.isEmpty else { return }
        let known = views.filter { !$0.addresses.isEmpty }
        let agree = known.dropFirst().allSatisfy { view in
            view.addresses.contains { known.first?.addresses.contains($0) == true }
        }
        let isWell = known.count == views.count && agree
        guard self.options.isZone || !isWell else { return }
        self.lookAtZone()
    }

    /// After no address could be reached: perhaps they are old.
    func lookAtZoneOfDeadAddresses() {
        guard self.seen.resolution.source == .resolver, !self.seen.pages.isEmpty else { return }
        guard self.seen.pages.allSatisfy({ $0.connect == nil }) else { return }
        if self.seen.zone == nil { self.lookAtZone() }
        let tried = self.seen.pages.map(\.address)
        let other = (self.seen.zone?.addresses ?? []).filter { !tried.contains($0) }.prefix(2)
        guard !other.isEmpty else { return }
        self.seen.zonePages = self.visit(other.map { self.plan(.zone, self.seen.target, $0) }, until: self.share(4000))
        self.note(.visitedByZone(self.seen.zonePages))
    }

    private func lookAtZone() {
        let views = self.seen.resolution.views.filter { $0.problem != .timedOut && $0.problem != .unreachable }
        guard !views.isEmpty else { return }
        let probe = ZoneProbe(loop: self.visitor.loop, resolvers: views.map(\.server))
        let facts = probe.look(for: self.seen.target, until: self.share(Self.patience))
        self.seen.zone = facts
        self.note(.askedZone(facts))
    }
}
