internal import GatewayFaults
internal import GatewayReactor

/// The same request with one thing changed at a time: what it takes to fail.
///
/// Only what changes nothing at the site, a POST only where it is asked for.
extension Walk {
    private static let sizes = [8192, 16_384, 32_768]
    private static let patience: UInt64 = 3000

    func contrast() {
        guard
            let page = self.seen.pages.first(where: { $0.connect != nil && !Judge.isGood($0) })
                ?? self.seen.pages.first(where: { $0.isAnswered })
        else { return }
        let end = self.share(6000)
        for variation in self.variations(of: page) {
            guard let visit = self.visit([self.plan(variation, page)], until: end).first else { break }
            self.seen.contrasts.append(visit)
            // What is refused at one size is refused at the next.
            if case .large = variation, !Judge.isGood(visit) || visit.response?.status == 431 { break }
        }
        if !self.seen.contrasts.isEmpty { self.note(.contrasted(self.seen.contrasts)) }
    }

    private func variations(of page: Visit) -> [RequestVariation] {
        var wanted: [RequestVariation] = []
        let isGood = Judge.isGood(page)
        let isSilent = Self.isSilent(page)
        if isSilent { wanted.append(.smallPackets) }
        if page.response.map(Self.mayBeStored) ?? false { wanted.append(.fresh) }
        if !isGood, !isSilent, Judge.stage(of: page) == .exchange {
            wanted += ["/", "/robots.txt"].filter { $0 != self.seen.target.path }.map { .path($0) }
        }
        if self.options.isPostAllowed { wanted.append(.post) }
        if self.options.provesSize { wanted += Self.sizes.map { .large($0) } }
        return wanted
    }

    /// Connected, and then nothing: what a path does that swallows large packets.
    private static func isSilent(_ page: Visit) -> Bool {
        switch page.firstFault?.detail {
        case .handshakeTimeout, .responseHeadTimeout, .headStalled, .bodyStalled: true
        // Default: something came, or an end.
        default: false
        }
    }

    private static func mayBeStored(_ response: VisitResponse) -> Bool {
        if let age = response.field("age"), age != "0" { return true }
        return ["x-cache", "cf-cache-status", "x-cache-status", "cache-status"].contains { name in
            response.field(name)?.lowercased().contains("hit") ?? false
        }
    }

    private func plan(_ variation: RequestVariation, _ page: Visit) -> VisitPlan {
        var plan = self.plan(.contrast, self.seen.target, page.address)
        plan.encryption = page.encryption
        plan.request = variation
        plan.limits.head = Self.patience
        plan.limits.handshake = Self.patience
        var target = self.seen.target
        var options = self.options
        var content: [UInt8] = []
        switch variation {
        case .fresh: options.fields.append(("Cache-Control", "no-cache"))
        case .path(let path): target.path = path
        case .smallPackets: plan.largestSegment = RequestVariation.smallSegment
        case .post:
            options.method = "POST"
            content = RequestVariation.harmless
            options.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
            options.fields.append(("Content-Length", String(content.count)))
        case .large(let size):
            // Four lines: gateways limit one line, too, and cookies come in several.
            let value = String(repeating: "a", count: size / 4)
            for number in 1...4 { options.fields.append(("X-Goodgate-Diagnose-\(number)", value)) }
        }
        let bytes = RequestText.bytes(target, options)
        plan.requests = [VisitPlan.Request(method: options.method, bytes: bytes)]
        plan.requests[0].content = content
        return plan
    }
}
