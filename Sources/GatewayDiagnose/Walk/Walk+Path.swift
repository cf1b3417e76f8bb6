internal import GatewayFaults
internal import GatewayReactor

/// Traces the way where nobody answers at its end.
extension Walk {
    func tracePath() {
        let isLost = self.seen.pages.allSatisfy { visit in
            switch visit.fault?.detail {
            case .connectTimeout, .hostUnreachable: visit.connect == nil
            // Default: refused is reached, and without a route there is no way.
            default: false
            }
        }
        guard self.options.isTrace || isLost, let address = self.seen.pages.first?.address else { return }
        let facts = PathProbe(loop: self.visitor.loop).look(at: address, until: self.share(3500))
        self.seen.path = facts
        self.note(.traced(facts))
    }
}
