internal import GatewayFaults
internal import GatewayReactor

/// Looks elsewhere: is it only the site, or is it here?
extension Walk {
    private static let mostControls = 4

    func visitControls() {
        guard !self.options.controls.isEmpty, self.isDoubtful else { return }
        let until = self.share(2500)
        var plans: [VisitPlan] = []
        for control in self.options.controls.prefix(Self.mostControls) {
            let resolution = self.names.resolve(control.target, until: until)
            var seen = Observations.ControlLook(control: control, resolution: resolution)
            if let address = resolution.addresses.first(where: { $0.family == .v4 }) ?? resolution.addresses.first {
                seen.place = plans.count
                plans.append(self.plan(.control, control.target, address))
            }
            self.seen.controls.append(seen)
        }
        for index in plans.indices { plans[index].limits.head = 3000 }
        let visits = self.visit(plans, until: self.share(4000))
        for index in self.seen.controls.indices {
            guard let place = self.seen.controls[index].place, place < visits.count else { continue }
            self.seen.controls[index].visit = visits[place]
        }
        self.note(.controlled(self.seen.controls))
    }

    /// No address, no connection, or a certificate that somebody on the way could show.
    private var isDoubtful: Bool {
        if self.seen.resolution.addresses.isEmpty {
            // Whom nobody answers, nobody will tell other names.
            return self.seen.resolution.own.contains { $0.problem != .timedOut && $0.problem != .unreachable }
        }
        if self.seen.pages.allSatisfy({ $0.connect == nil }) { return true }
        if self.seen.pages.contains(where: { $0.response?.status == 511 }) { return true }
        return self.seen.pages.contains { visit in
            switch visit.tlsFailure {
            case .nameMismatch, .untrustedIssuer, .selfSigned, .missingIntermediate, .plainText: true
            case .certificateExpired, .certificateNotYetValid, .revoked, .certificateRejected, .certificateMissing,
                .alert, .nothingInCommon, .closedInHandshake, .truncated, .broken, .protocolViolation, nil:
                false
            }
        }
    }
}
