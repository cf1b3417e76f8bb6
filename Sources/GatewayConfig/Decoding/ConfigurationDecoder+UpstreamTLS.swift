extension ConfigurationDecoder {
    /// Gives the `https://` endpoints of a route what its section says.
    mutating func secure(_ endpoints: [Endpoint], _ route: Section) -> [Endpoint] {
        guard let section = self.decoder.section("upstream-tls", in: route) else { return endpoints }
        let tls = self.upstreamTLS(section)
        if !endpoints.isEmpty, endpoints.allSatisfy({ $0.tls == nil }) {
            self.decoder.log.warning(
                route.origin(of: "upstream-tls"),
                key: section.path,
                "`upstream-tls` does nothing: no server of this route has an `https://` URL",
                fix: "write `https://` in `to`, or leave it out"
            )
        }
        return endpoints.map { endpoint in
            guard endpoint.tls != nil else { return endpoint }
            var endpoint = endpoint
            endpoint.tls = tls
            // The same name in other words is no other server.
            if case .tcp(let host, _) = endpoint.address, host == tls.serverName { endpoint.tls?.serverName = nil }
            return endpoint
        }
    }

    private mutating func upstreamTLS(_ section: Section) -> UpstreamTLS {
        var tls = UpstreamTLS()
        tls.path = section.path
        tls.origin = section.origin
        tls.verifies = self.decoder.onOff("verify", in: section) ?? tls.verifies
        tls.authorities = self.filePath("authorities", in: section)
        tls.serverName = self.decoder.parsed("server-name", in: section) { text throws(ValueError) in
            try HostText.nameOrBracketed(text)
        }
        tls.certificate = self.filePath("certificate", in: section)
        tls.key = self.filePath("key", in: section)
        tls.authoritiesOrigin = section.origin(of: "authorities")
        tls.certificateOrigin = section.origin(of: "certificate")
        tls.keyOrigin = section.origin(of: "key")
        tls.minimumVersion =
            self.decoder.choice("minimum-version", in: section).flatMap(TLSVersion.init(rawValue:))
            ?? tls.minimumVersion
        tls.offersHTTP2 = self.decoder.onOff("http2", in: section) ?? tls.offersHTTP2
        for (name, other) in [("certificate", "key"), ("key", "certificate")]
        where section.values[name] != nil && section.lacks(other) {
            self.decoder.log.error(
                section.origin(of: name),
                key: section.path,
                "\(section.path.quoted) has no `\(other)`",
                fix: "write `\(other): FILE`"
            )
        }
        self.checkVerification(section, tls)
        return tls
    }

    private mutating func checkVerification(_ section: Section, _ tls: UpstreamTLS) {
        guard !tls.verifies else { return }
        self.decoder.log.warning(
            section.origin(of: "verify"),
            key: section.path(of: "verify"),
            "anybody on the way to the servers of this route can be taken for them",
            fix: "write `authorities: FILE` with the certificate of who signs theirs, or their own one"
        )
        guard tls.authorities != nil else { return }
        self.decoder.log.warning(
            section.origin(of: "authorities"),
            key: section.path(of: "authorities"),
            "`authorities` does nothing: nobody is verified",
            fix: "leave out `verify: off`"
        )
    }
}
