extension ConfigurationDecoder {
    /// What a listener has besides its address.
    mutating func listenerSettings(_ section: Section, of listener: inout Listener) {
        let mode = self.decoder.parsed("mode", in: section) { text throws(ValueError) in try FileModeText.parse(text) }
        listener.proxyProtocol = self.proxyProtocol(section, of: listener.address)
        guard let mode else { return }
        guard case .unix = listener.address else {
            self.decoder.log.error(
                section.origin(of: "mode"),
                key: section.path(of: "mode"),
                "`mode` is for Unix sockets: \("\(listener.address)".quoted) has no file",
                fix: "leave it out"
            )
            return
        }
        listener.fileMode = mode
    }

    private mutating func proxyProtocol(_ listener: Section, of address: ListenAddress) -> ProxyProtocolPolicy? {
        guard let section = self.decoder.section("proxy-protocol", in: listener) else { return nil }
        var policy = ProxyProtocolPolicy(sources: [])
        policy.sources = self.values("from", in: section, limit: 256) { text throws(ValueError) in
            try AddressRange(configuration: text)
        }
        policy.version = self.decoder.choice("version", in: section).flatMap(ProxyProtocolVersion.init(rawValue:))
        if let longest = self.decoder.size("longest", in: section)?.flatMap({ $0 }) { policy.longest = Int(longest) }
        self.checkSources(policy, section, of: address)
        return policy
    }

    /// Whoever is believed can be anybody in logs, limits and access rules.
    private mutating func checkSources(_ policy: ProxyProtocolPolicy, _ section: Section, of address: ListenAddress) {
        let key = section.path(of: "from")
        switch address {
        case .unix:
            guard section.values["from"] != nil else { return }
            self.decoder.log.warning(
                section.origin(of: "from"),
                key: key,
                "`from` does nothing: peers of a Unix socket have no address, and all of them are believed",
                fix: "leave it out; `mode` says who may connect"
            )
        case .tcp:
            if section.lacks("from") {
                self.decoder.log.error(
                    section.origin,
                    key: section.path,
                    "`proxy-protocol` does not say whose headers are believed",
                    fix: "write `from:` with the addresses of the proxies in front"
                )
            }
            for range in policy.sources where range.prefixLength == 0 {
                self.decoder.log.warning(
                    section.origin(of: "from"),
                    key: key,
                    "\("\(range)".quoted) believes everybody: any client can forge its address"
                )
            }
        }
    }

    /// Which header the route's upstream servers get.
    mutating func sentProxyProtocol(_ section: Section) -> ProxyProtocolVersion? {
        let version = self.decoder.choice("proxy-protocol", in: section).flatMap(ProxyProtocolVersion.init(rawValue:))
        guard let version else { return nil }
        if section.values["idle-connections"] != nil {
            self.decoder.log.warning(
                section.origin(of: "idle-connections"),
                key: section.path(of: "idle-connections"),
                "`idle-connections` does nothing: with `proxy-protocol` a connection carries one client's address and is "
                    + "not used for another",
                fix: "leave it out"
            )
        }
        return version
    }
}
