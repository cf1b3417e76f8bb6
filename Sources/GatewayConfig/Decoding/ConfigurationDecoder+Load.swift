extension ConfigurationDecoder {
    mutating func load(_ route: Section) -> LoadLimits {
        guard let section = self.decoder.section("limits", in: route) else { return LoadLimits() }
        return LoadLimits(
            requests: self.decoder.integer("requests", in: section).flatMap { $0 },
            endpointRequests: self.decoder.integer("endpoint-requests", in: section).flatMap { $0 },
            endpointConnections: self.decoder.integer("endpoint-connections", in: section).flatMap { $0 }
        )
    }

    mutating func rate(_ route: Section) -> RatePolicy {
        guard let section = self.decoder.section("rate", in: route) else { return RatePolicy() }
        return RatePolicy(client: self.rate("client", in: section), total: self.rate("total", in: section))
    }

    private mutating func rate(_ name: String, in section: Section) -> RateLimit? {
        let rate = self.decoder.parsed(name, in: section) { text throws(ValueError) -> RateLimit? in
            if (try? SwitchText.parse(text)) == false { return nil }
            return try RateLimit(configuration: text)
        }
        return rate.flatMap { $0 }
    }

    mutating func overload(_ route: Section) -> OverloadPolicy {
        var policy = OverloadPolicy()
        switch self.decoder.sectionOrShort("overload", in: route) {
        case nil: break
        case .short(let node):
            let path = route.path(of: "overload")
            guard self.decoder.onOff(node, path: path) == false else { break }
            policy.isAdaptive = false
            policy.watchesBacklog = false
            policy.sojourn = .off
            for name in ["adaptive", "backlog", "sojourn"] { self.decoder.note(node.origin, of: "\(path).\(name)") }
        case .section(let section):
            policy.isAdaptive = self.decoder.onOff("adaptive", in: section) ?? policy.isAdaptive
            policy.watchesBacklog = self.decoder.onOff("backlog", in: section) ?? policy.watchesBacklog
            policy.latency = self.optional(self.decoder.duration("latency", in: section))
            policy.sojourn = self.decoder.duration("sojourn", in: section) ?? policy.sojourn
            policy.interval = self.decoder.duration("interval", in: section) ?? policy.interval
            policy.priorityField = self.fieldName("priority-field", in: section)
        }
        return policy
    }

    mutating func clientLimits(_ limits: Section) -> ClientLimits {
        ClientLimits(
            connections: self.decoder.integer("client-connections", in: limits).flatMap { $0 },
            requests: self.decoder.integer("client-requests", in: limits).flatMap { $0 }
        )
    }
}
