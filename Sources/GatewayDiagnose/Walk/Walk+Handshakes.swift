internal import GatewayFaults
internal import GatewayReactor

/// The same handshake with one thing changed at a time, where TLS is in question or it is asked for.
///
/// Polite: one address of the site and one origin, seven handshakes each at most, and no more after two that are
/// silent.
extension Walk {
    private static let patience: UInt64 = 1500
    private static let mostSilent = 2

    func compareHandshakes() {
        guard self.seen.target.scheme == .https else { return }
        let failed = self.seen.pages.first { $0.fault?.phase == .handshake && $0.connect != nil }
        if let failed, failed.tlsFailure == .plainText || failed.fault?.detail == .handshakeTimeout {
            return self.lookInPlainText(failed)
        }
        let isInQuestion = failed.map { $0.tlsFailure?.isAboutCertificate != true } ?? false
        let reached = self.seen.pages.first { $0.connect != nil }
        guard let place = isInQuestion ? failed : self.options.isMatrix ? failed ?? reached : nil else { return }
        self.seen.handshakes = self.vary(place)
        self.note(.compared(self.seen.handshakes))
    }

    /// What a gateway may do differently towards the server behind it: it is well here, or fails itself.
    func compareOriginHandshakes() {
        guard let origin = self.seen.origins.first(where: { $0.encryption != nil && $0.connect != nil }) else { return }
        let isInQuestion = origin.fault?.phase == .handshake && origin.fault?.detail != .handshakeTimeout
        let edgeFails = self.seen.pages.contains { $0.response?.status ?? 0 >= 500 }
        guard self.options.isMatrix || isInQuestion || edgeFails else { return }
        self.seen.originHandshakes = self.vary(origin)
        self.note(.compared(self.seen.originHandshakes))
    }

    private func vary(_ place: Visit) -> [Visit] {
        guard let usual = place.encryption else { return [] }
        let end = self.share(5000)
        var visits: [Visit] = []
        for variation in HandshakeVariation.allCases {
            guard visits.count(where: { $0.fault?.detail == .handshakeTimeout }) < Self.mostSilent else { break }
            var plan = VisitPlan(.handshake, place.address, variation.applied(to: usual), [])
            plan.variation = variation
            plan.limits.handshake = Self.patience
            guard let visit = self.visit([plan], until: end).first else { break }
            visits.append(visit)
        }
        return visits
    }

    /// Whoever answers in plain text, or waits for the end of a line, perhaps says in plain text what it is.
    private func lookInPlainText(_ failed: Visit) {
        var plan = VisitPlan(.handshake, failed.address, nil, [self.request(self.seen.target)])
        plan.limits.head = 2000
        self.seen.handshakes = self.visit([plan], until: self.share(4000))
        self.note(.compared(self.seen.handshakes))
    }
}
