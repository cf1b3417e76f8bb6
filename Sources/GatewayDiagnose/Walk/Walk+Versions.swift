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
        self.seen.versions = self.visit([plan], until: self.end)
        self.note(.versioned(self.seen.versions))
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
