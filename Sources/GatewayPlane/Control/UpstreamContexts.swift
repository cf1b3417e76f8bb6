public import GatewayConfig
internal import GatewayReactor

/// The TLS of all `https://` endpoints, made from the files that a configuration names.
///
/// One for each way of speaking, however many endpoints share it. Files are read each time, as for listeners.
public enum UpstreamContexts {
    /// By `UpstreamTLS.identity`.
    static func make(_ configuration: Configuration) throws(Gateway.StartError) -> [UpstreamTLS: TLSContext] {
        var contexts: [UpstreamTLS: TLSContext] = [:]
        var problems: [String] = []
        for (tls, origin) in Self.wanted(configuration) {
            do throws(TLSFileProblem) {
                contexts[tls.identity] = try TLSContext(client: Self.settings(tls))
            } catch {
                let place = error.file.isEmpty ? "" : "\(error.file): "
                problems.append("cannot encrypt to upstream servers (\(origin)): \(place)\(error.text)")
            }
        }
        guard problems.isEmpty else { throw Gateway.StartError(problems: problems) }
        return contexts
    }

    /// Each way of speaking once, with the place that asks for it.
    private static func wanted(_ configuration: Configuration) -> [(UpstreamTLS, SettingOrigin)] {
        var seen: Set<UpstreamTLS> = []
        var wanted: [(UpstreamTLS, SettingOrigin)] = []
        for endpoint in configuration.routes.flatMap(\.endpoints) {
            guard let tls = endpoint.tls, seen.insert(tls.identity).inserted else { continue }
            wanted.append((tls, tls.origin == .builtIn ? endpoint.origin : tls.origin))
        }
        return wanted
    }

    private static func settings(_ tls: UpstreamTLS) -> TLSClientSettings {
        var settings = TLSClientSettings()
        settings.trust = tls.verifies ? tls.authorities.map { .authorities(file: $0) } ?? .system : .anybody
        switch tls.minimumVersion {
        case .v12: settings.minimum = .v12
        case .v13: settings.minimum = .v13
        }
        settings.protocols = tls.offersHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"]
        if let certificate = tls.certificate, let key = tls.key {
            settings.certificate = TLSCertificateFiles(certificate: certificate, key: key)
        }
        return settings
    }

    // MARK: - Checking

    /// Everything that is wrong with the files, before they are taken into use.
    public static func problems(_ configuration: Configuration) -> [Problem] {
        Self.wanted(configuration).flatMap { tls, origin -> [Problem] in
            do throws(TLSFileProblem) {
                let context = try TLSContext(client: Self.settings(tls))
                return context.certificates.flatMap { own in
                    CertificateAge(own.facts).words.map { words, fix in
                        let message = "the certificate for upstream servers, `\(tls.certificate ?? "")`, \(words)"
                        return Problem(
                            .warning,
                            location: (tls.certificateOrigin ?? origin).location,
                            key: "\(tls.path).certificate",
                            message: message,
                            fix: fix
                        )
                    }
                }
            } catch {
                let (path, place) = Self.place(of: error, tls, origin)
                return [ListenerContexts.problem(.error, path, place, error)]
            }
        }
    }

    /// The key that names a file, and where it stands.
    private static func place(
        of problem: TLSFileProblem,
        _ tls: UpstreamTLS,
        _ origin: SettingOrigin
    ) -> (String, SettingOrigin) {
        switch problem.file {
        // One file may hold both: what is wrong with the key stands at the key.
        case tls.key where problem.reason.isOfKey: ("\(tls.path).key", tls.keyOrigin ?? origin)
        case tls.authorities: ("\(tls.path).authorities", tls.authoritiesOrigin ?? origin)
        case tls.certificate: ("\(tls.path).certificate", tls.certificateOrigin ?? origin)
        case tls.key: ("\(tls.path).key", tls.keyOrigin ?? origin)
        default: (tls.path, origin)
        }
    }
}
