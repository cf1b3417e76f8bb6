internal import GatewayGuide

/// What the name says of who answers for the site: weak, because an alias may be older than what it leads to.
extension Judge {
    mutating func weighService() {
        let resolution = self.seen.hops.last?.resolution ?? self.seen.resolution
        guard let service = AliasedService(resolution), !service.isUnverified else { return }
        let name = service.product.name
        let line = "the name is an alias of \(service.alias), which belongs to \(name)"
        switch self.verdict.stage {
        case .resolve:
            let deleted = "\(line): it may have been deleted there, and the alias was left behind"
            self.support([.nameUnknown, .nameWithoutAddress], deleted)
        case .connect:
            for cause in [SiteCause.serverDown, .firewall, .hostUnreachable] {
                self.scale.weaken(cause, by: 1, "\(line), and has more machines than this one")
            }
        case .exchange, .pattern: self.weighServiceAnswer(service, line)
        case .here, .handshake, nil: break
        }
    }

    private mutating func weighServiceAnswer(_ service: AliasedService, _ line: String) {
        guard let attribution = self.verdict.attribution else { return }
        if attribution.product?.id == service.product.id {
            self.verdict.attribution?.evidence.append(line)
        } else if attribution.name == nil {
            // An answer that nobody signed, from where a gateway stands: rather of what it has behind it.
            self.support(
                [.originDown, .originClosed, .originSilent, .originSlow, .originUnavailable],
                "\(line): a gateway stands before the site"
            )
        }
    }

    private mutating func support(_ causes: [SiteCause], _ line: String) {
        for cause in causes where self.isSuspected(cause) { self.scale.support(cause, by: 1, line) }
    }
}
