extension ConfigurationDecoder {
    /// How one listener encrypts; nil when it does not.
    mutating func listenerTLS(_ listener: Section) -> ListenerTLS? {
        guard let section = self.decoder.section("tls", in: listener) else { return nil }
        var tls = ListenerTLS()
        let others = self.decoder.items("certificates", in: section)
        // An empty list is as good as none: nobody could be served.
        let isRequired = section.values["certificates"] == nil || others?.isEmpty == true
        if let first = self.certificate(section, isRequired: isRequired) { tls.certificates.append(first) }
        for (index, node) in (others ?? []).enumerated() {
            guard index < DocumentLimits.certificates else {
                let message = "there are more than \(DocumentLimits.certificates) certificates"
                self.decoder.log.error(node.origin, key: section.path(of: "certificates"), message)
                break
            }
            let path = "\(section.path).certificates[\(index)]"
            guard let pair = self.decoder.section(node, table: "listen[].tls.certificates[]", path: path),
                let certificate = self.certificate(pair, isRequired: true)
            else { continue }
            tls.certificates.append(certificate)
        }
        tls.minimumVersion =
            self.decoder.choice("minimum-version", in: section).flatMap(TLSVersion.init(rawValue:))
            ?? tls.minimumVersion
        tls.sessionTickets = self.decoder.onOff("session-tickets", in: section) ?? tls.sessionTickets
        tls.fetchesStaples = self.decoder.onOff("ocsp-fetch", in: section) ?? tls.fetchesStaples
        tls.strictTransport = self.optional(self.decoder.duration("hsts", in: section))
        self.clientCertificates(section, into: &tls)
        return tls
    }

    /// A pair of files; nil with a problem when one of them is missing.
    private mutating func certificate(_ section: Section, isRequired: Bool) -> ListenerTLS.Certificate? {
        let certificate = self.filePath("certificate", in: section)
        let key = self.filePath("key", in: section)
        let staple = self.filePath("ocsp-staple", in: section)
        let origin = section.origin(of: "certificate")
        if let certificate, let key {
            var pair = ListenerTLS.Certificate(
                certificate: certificate,
                key: key,
                staple: staple,
                path: section.path,
                origin: origin
            )
            pair.keyOrigin = section.origin(of: "key")
            pair.stapleOrigin = section.origin(of: "ocsp-staple")
            return pair
        }
        for name in ["certificate", "key"] where section.lacks(name) {
            guard isRequired || certificate != nil || key != nil || staple != nil else { continue }
            self.decoder.log.error(
                section.origin,
                key: section.path,
                "\(section.path.quoted) has no `\(name)`",
                fix: "write `\(name): FILE`"
            )
        }
        return nil
    }

    /// Fields that a request has anyway.
    private static let foreignFields: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "via", "forwarded",
        "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "cookie", "authorization", "expect", "range",
    ]

    private mutating func clientCertificates(_ section: Section, into tls: inout ListenerTLS) {
        let asked = self.decoder.choice("client-certificates", in: section)
        tls.clientCertificates = asked.flatMap(ListenerTLS.ClientCertificates.init(rawValue:)) ?? .off
        tls.clientAuthorities = self.filePath("client-authorities", in: section)
        tls.clientAuthoritiesOrigin = tls.clientAuthorities.map { _ in section.origin(of: "client-authorities") }
        tls.clientField = self.fieldName("client-field", in: section)
        if let field = tls.clientField, Self.foreignFields.contains(field) {
            self.decoder.log.error(
                section.origin(of: "client-field"),
                key: section.path(of: "client-field"),
                "\(field.quoted) means something else already",
                fix: "write a name of your own, such as `x-client-subject`"
            )
        }
        // What was refused says nothing of what was meant.
        guard asked != nil || section.values["client-certificates"] == nil else { return }
        self.checkClientCertificates(section, tls)
    }

    private mutating func checkClientCertificates(_ section: Section, _ tls: ListenerTLS) {
        if tls.clientCertificates != .off, section.lacks("client-authorities") {
            self.decoder.log.error(
                section.origin(of: "client-certificates"),
                key: section.path(of: "client-certificates"),
                "nobody is named who signs clients' certificates",
                fix: "write `client-authorities: FILE`"
            )
        }
        guard tls.clientCertificates == .off else { return }
        for (name, does) in [("client-authorities", "does nothing"), ("client-field", "is never sent")]
        where section.values[name] != nil {
            self.decoder.log.warning(
                section.origin(of: name),
                key: section.path(of: name),
                "`\(name)` \(does): clients are not asked for certificates",
                fix: "write `client-certificates: required`, or `optional`"
            )
        }
    }
}
