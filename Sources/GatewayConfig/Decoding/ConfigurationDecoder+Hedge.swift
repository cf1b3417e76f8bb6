extension ConfigurationDecoder {
    mutating func hedge(_ route: Section) -> HedgePolicy {
        var policy = HedgePolicy()
        switch self.decoder.sectionOrShort("hedge", in: route) {
        case nil: break
        case .short(let node):
            let path = route.path(of: "hedge")
            let after = self.decoder.parsed(node, path: path) { text throws(ValueError) in
                try HedgePolicy.Delay.parse(text)
            }
            self.decoder.note(node.origin, of: "\(path).after")
            policy.after = after ?? policy.after
        case .section(let section):
            let after = self.decoder.parsed("after", in: section) { text throws(ValueError) in
                try HedgePolicy.Delay.parse(text)
            }
            policy.after = after ?? policy.after
        }
        return policy
    }
}
