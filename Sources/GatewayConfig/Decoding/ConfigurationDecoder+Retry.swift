extension ConfigurationDecoder {
    mutating func retry(_ route: Section) -> RetryPolicy {
        var policy = RetryPolicy()
        switch self.decoder.sectionOrShort("retry", in: route) {
        case nil: break
        case .short(let node):
            let path = route.path(of: "retry")
            if let attempts = self.decoder.integer(node, key: self.key("routes[].retry"), path: path) {
                policy.attempts = attempts ?? 0
            }
            self.decoder.note(node.origin, of: "\(path).attempts")
        case .section(let section):
            if let attempts = self.decoder.integer("attempts", in: section) { policy.attempts = attempts ?? 0 }
            policy.budgetPercent = self.decoder.percent("budget", in: section) ?? policy.budgetPercent
            let perSecond = self.decoder.integer("budget-per-second", in: section)?.flatMap { $0 }
            policy.budgetPerSecond = perSecond ?? policy.budgetPerSecond
            if let bytes = self.decoder.size("replay-body", in: section) { policy.replayBody = bytes ?? 0 }
            let trusts = self.decoder.onOff("idempotency-key", in: section)
            policy.trustsIdempotencyKey = trusts ?? policy.trustsIdempotencyKey
        }
        return policy
    }

    mutating func wait(_ route: Section) -> WaitPolicy {
        var policy = WaitPolicy()
        switch self.decoder.sectionOrShort("wait", in: route) {
        case nil: break
        case .short(let node):
            let path = route.path(of: "wait")
            let longest = self.decoder.duration(node, key: self.key("routes[].wait"), path: path)
            self.decoder.note(node.origin, of: "\(path).longest")
            policy.longest = longest ?? policy.longest
        case .section(let section):
            policy.longest = self.decoder.duration("longest", in: section) ?? policy.longest
            policy.requests = self.decoder.integer("requests", in: section)?.flatMap { $0 } ?? policy.requests
        }
        return policy
    }
}
