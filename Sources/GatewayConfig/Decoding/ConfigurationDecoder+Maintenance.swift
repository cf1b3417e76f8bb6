extension ConfigurationDecoder {
    mutating func maintenance(_ route: Section) -> MaintenancePolicy {
        let path = route.path(of: "maintenance")
        var policy = MaintenancePolicy()
        switch self.decoder.sectionOrShort("maintenance", in: route) {
        case nil: break
        case .short(let node):
            policy.isOn = self.decoder.onOff(node, path: path) ?? policy.isOn
            policy.origin = node.origin
            self.decoder.note(node.origin, of: "\(path).active")
        case .section(let section):
            policy.origin = self.decoder.origins[path] ?? section.origin
            policy.isOn = self.decoder.onOff("active", in: section) ?? policy.isOn
            policy.retryAfter = self.decoder.duration("retry-after", in: section) ?? policy.retryAfter
            policy.message = self.decoder.parsed("message", in: section) { text throws(ValueError) in
                try ProseText.parse(text, limit: 1000)
            }
            policy.allow = self.values("allow", in: section, limit: DocumentLimits.ranges) { text throws(ValueError) in
                try AddressRange(configuration: text)
            }
            policy.cookie = self.decoder.parsed("cookie", in: section) { text throws(ValueError) in
                try FieldText.cookiePair(text)
            }
        }
        return policy
    }

    mutating func objective(_ route: Section) -> Objective? {
        let path = route.path(of: "objective")
        var objective = Objective()
        switch self.decoder.sectionOrShort("objective", in: route) {
        case nil: return nil
        case .short(let node):
            let availability = self.decoder.parsed(node, path: path) { text throws(ValueError) in
                try Objective.availability(text)
            }
            self.decoder.note(node.origin, of: "\(path).availability")
            objective.availability = availability ?? objective.availability
        case .section(let section):
            let availability = self.decoder.parsed("availability", in: section) { text throws(ValueError) in
                try Objective.availability(text)
            }
            objective.availability = availability ?? objective.availability
            objective.valuePerRequest = self.decoder.parsed("value-per-request", in: section) {
                text throws(ValueError) in
                try Objective.value(text)
            }
            let currency = self.decoder.parsed("currency", in: section) { text throws(ValueError) in
                try Objective.currency(text)
            }
            objective.currency = currency ?? objective.currency
        }
        return objective
    }
}
