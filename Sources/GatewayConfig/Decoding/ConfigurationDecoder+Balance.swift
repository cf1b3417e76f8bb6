extension ConfigurationDecoder {
    mutating func balance(_ route: Section) -> BalancePolicy {
        var policy = BalancePolicy()
        switch self.decoder.sectionOrShort("balance", in: route) {
        case nil: break
        case .short(let node):
            let path = route.path(of: "balance")
            let key = self.key("routes[].balance")
            let method = self.decoder.choice(node, key: key, path: path).flatMap(BalancePolicy.Method.init(rawValue:))
            self.decoder.note(node.origin, of: "\(path).method")
            policy.method = method ?? policy.method
        case .section(let section):
            self.balance(section, into: &policy)
        }
        return policy
    }

    private mutating func balance(_ section: Section, into policy: inout BalancePolicy) {
        if let method = self.decoder.choice("method", in: section).flatMap(BalancePolicy.Method.init(rawValue:)) {
            policy.method = method
        }
        let key = self.decoder.parsed("key", in: section) { text throws(ValueError) in
            try BalancePolicy.Key(configuration: text)
        }
        policy.key = key ?? policy.key
        policy.boundedLoadPercent = self.decoder.percent("bounded-load", in: section) ?? policy.boundedLoadPercent
        policy.slowStart = self.decoder.duration("slow-start", in: section) ?? policy.slowStart
        policy.stickyCookie = self.decoder.parsed("sticky", in: section) { text throws(ValueError) in
            try FieldText.cookieName(text)
        }
        policy.stickySecret = self.secret("sticky-secret", called: "secret", in: section)
    }

    /// `backup: on` is priority 1; both keys at once must agree.
    mutating func priority(_ section: Section) -> Int {
        let written = self.decoder.integer("priority", in: section)?.flatMap { $0 }
        let isBackup = self.decoder.onOff("backup", in: section)
        guard let isBackup else { return written ?? 0 }
        guard let written else { return isBackup ? 1 : 0 }
        guard isBackup == (written > 0) else {
            self.decoder.log.error(
                section.origin(of: "backup"),
                key: section.path(of: "backup"),
                "`backup: \(isBackup ? "on" : "off")` contradicts `priority: \(written)`",
                fix: "leave one of the two out"
            )
            return written
        }
        return written
    }
}
