extension ConfigurationDecoder {
    mutating func health(_ route: Section) -> HealthPolicy {
        guard let section = self.decoder.section("health", in: route) else { return HealthPolicy() }
        return HealthPolicy(check: self.check(section), ejection: self.ejection(section))
    }

    private mutating func check(_ health: Section) -> HealthCheck? {
        let path = health.path(of: "check")
        switch self.decoder.sectionOrShort("check", in: health) {
        case nil: return nil
        case .short(let node):
            let asked = self.decoder.parsed(node, path: path) { text throws(ValueError) -> String? in
                if (try? SwitchText.parse(text)) == false { return nil }
                return try HealthCheck.path(text)
            }
            self.decoder.note(node.origin, of: "\(path).path")
            return asked.flatMap { $0 }.map { HealthCheck(path: $0, origin: node.origin) }
        case .section(let section):
            var check = HealthCheck(origin: self.decoder.origins[path] ?? section.origin)
            self.question(section, into: &check)
            self.answer(section, into: &check)
            return check
        }
    }

    private mutating func question(_ section: Section, into check: inout HealthCheck) {
        check.kind = self.decoder.choice("kind", in: section).flatMap(HealthCheck.Kind.init(rawValue:)) ?? check.kind
        let path = self.decoder.parsed("path", in: section) { text throws(ValueError) in try HealthCheck.path(text) }
        check.path = path ?? check.path
        check.host = self.decoder.parsed("host", in: section) { text throws(ValueError) in
            try HealthCheck.host(text)
        }
        check.service = self.decoder.parsed("service", in: section) { text throws(ValueError) in
            try HealthCheck.service(text)
        }
        check.interval = self.decoder.duration("interval", in: section) ?? check.interval
        check.timeout = self.decoder.duration("timeout", in: section) ?? check.timeout
    }

    private mutating func answer(_ section: Section, into check: inout HealthCheck) {
        check.rise = self.decoder.integer("rise", in: section)?.flatMap { $0 } ?? check.rise
        check.fall = self.decoder.integer("fall", in: section)?.flatMap { $0 } ?? check.fall
        let ranges = self.values("status", in: section, limit: DocumentLimits.statuses) { text throws(ValueError) in
            try HealthCheck.statuses(text)
        }
        if !ranges.isEmpty { check.statuses = ranges }
        check.bodyText = self.decoder.parsed("body", in: section) { text throws(ValueError) in
            try ProseText.parse(text, limit: 256)
        }
    }

    private mutating func ejection(_ health: Section) -> EjectionPolicy {
        var policy = EjectionPolicy()
        switch self.decoder.sectionOrShort("ejection", in: health) {
        case nil: break
        case .short(let node):
            policy.isOn = self.decoder.onOff(node, path: health.path(of: "ejection")) ?? policy.isOn
        case .section(let section):
            policy.consecutive = self.decoder.integer("consecutive", in: section)?.flatMap { $0 } ?? policy.consecutive
            policy.percent = self.decoder.percent("percent", in: section) ?? policy.percent
            policy.window = self.decoder.duration("window", in: section) ?? policy.window
            policy.base = self.decoder.duration("base", in: section) ?? policy.base
            policy.longest = self.decoder.duration("longest", in: section) ?? policy.longest
            policy.countsServerErrors = self.decoder.onOff("server-errors", in: section) ?? policy.countsServerErrors
        }
        return policy
    }
}
