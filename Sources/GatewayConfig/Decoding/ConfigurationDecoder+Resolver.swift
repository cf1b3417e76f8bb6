extension ConfigurationDecoder {
    mutating func decodeResolver(_ root: Section) {
        guard let section = self.decoder.section("resolver", in: root) else { return }
        var settings = ResolverSettings()
        let servers = self.values("servers", in: section, limit: DocumentLimits.nameServers) {
            text throws(ValueError) in
            try NameServerText.parse(text)
        }
        settings.servers = servers
        settings.timeout = self.decoder.duration("timeout", in: section) ?? settings.timeout
        settings.shortest = self.decoder.duration("shortest-ttl", in: section) ?? settings.shortest
        settings.longest = self.decoder.duration("longest-ttl", in: section) ?? settings.longest
        settings.keep = self.decoder.duration("keep", in: section) ?? settings.keep
        self.configuration.resolver = settings
    }

    mutating func decodePlace(_ root: Section) {
        self.configuration.zone = self.zone(root)
        guard let crawlers = self.decoder.section("crawlers", in: root) else { return }
        self.configuration.verifiesCrawlers = self.decoder.onOff("verify", in: crawlers) ?? false
    }

    /// The `zone` of the gateway or of an endpoint.
    mutating func zone(_ section: Section) -> String? {
        self.decoder.parsed("zone", in: section) { text throws(ValueError) in
            try WordText.name(text, marks: ".-_")
        }
    }
}
