internal import GatewayReactor
internal import GatewayWire

/// The same request in the other version of HTTP: gateways often treat the two in different ways.
extension Walk {
    /// A page that takes longer and is well is not asked for twice.
    private static let quick = 1500.0

    func compareVersions() {
        guard self.options.versions == .both else { return }
        let pages = self.seen.pages + self.seen.unverified
        guard let page = pages.first(where: { $0.version == .http2 }) else { return }
        guard page.lasted < Self.quick || !Judge.isGood(page) else { return }
        var plan = self.plan(.version, self.seen.target, page.address)
        plan.encryption = page.encryption
        plan.encryption?.protocols = ["http/1.1"]
        // As browsers do; who the server is was verified a moment ago.
        plan.resumed = page.resumption
        self.seen.versions = self.visit([plan], until: self.end)
        if plan.resumed != nil, let visit = self.seen.versions.first, Self.mayBeOfResumption(visit) {
            self.seen.resumptions = self.seen.versions
            plan.resumed = nil
            self.seen.versions = self.visit([plan], until: self.end)
        }
        self.note(.versioned(self.seen.versions))
    }

    /// A failure that a full handshake has to confirm, or the version would be blamed for the session.
    private static func mayBeOfResumption(_ visit: Visit) -> Bool {
        guard visit.connect != nil, !Judge.isGood(visit), visit.tlsFailure != .alert(120) else { return false }
        // A full handshake was made all the same, or there is no such version here.
        return visit.tls.map { $0.isResumed && !$0.applicationProtocol.isEmpty } ?? true
    }

    /// Whether tries should be made in both versions.
    var speaksBoth: Bool {
        !self.seen.isOnlyHTTP2 && !self.wantsHTTP1 && self.seen.versions.contains { $0.handshake != nil }
    }

    /// The server said so in HTTP/2.
    var wantsHTTP1: Bool { (self.seen.pages + self.seen.unverified).contains { Observations.wantsHTTP1($0) } }

    /// Pages as a browser would get them, and the other version where the server has it.
    var tried: [Visit] {
        self.seen.pages.map { self.seen.asBrowsersSee($0) }
            + (self.speaksBoth ? self.seen.versions.filter { !$0.exchanges.isEmpty } : [])
    }
}
