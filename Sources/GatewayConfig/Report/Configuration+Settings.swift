extension Configuration {
    /// Where the gateway stands and how it finds upstream servers.
    var placeSettings: [WrittenSetting] {
        [
            WrittenSetting("zone", text: self.zone),
            WrittenSetting("crawlers.verify", isOn: self.verifiesCrawlers),
            WrittenSetting(
                "resolver.servers",
                texts: self.resolver.servers.isEmpty ? ["/etc/resolv.conf"] : self.resolver.servers
            ),
            WrittenSetting("resolver.timeout", self.resolver.timeout),
            WrittenSetting("resolver.shortest-ttl", self.resolver.shortest),
            WrittenSetting("resolver.longest-ttl", self.resolver.longest),
            WrittenSetting("resolver.keep", self.resolver.keep),
            WrittenSetting("cache.memory", size: self.cacheStore.memory),
            WrittenSetting("cache.directory", text: self.cacheStore.directory),
            WrittenSetting("cache.disk", size: self.cacheStore.disk),
        ]
    }

    var clientSettings: [WrittenSetting] {
        [
            WrittenSetting("limits.client-connections", self.clientLimits.connections),
            WrittenSetting("limits.client-requests", self.clientLimits.requests),
        ]
    }
}
