public import GatewayConfig
internal import GatewayReactor

/// The TLS of all listeners, made from the files that a configuration names.
///
/// Files are read each time: a reload takes a renewed certificate into use, and connections that are open keep theirs.
public enum ListenerContexts {
    /// By the label of the listener.
    static func make(
        _ configuration: Configuration,
        tickets: TicketKeys,
        staples: StapleStore
    ) throws(Gateway.StartError) -> [String: TLSContext] {
        var contexts: [String: TLSContext] = [:]
        var problems: [String] = []
        for listener in configuration.listeners {
            guard let tls = listener.tls else { continue }
            do throws(TLSFileProblem) {
                contexts[listener.address.description] = try TLSContext(
                    server: Self.settings(tls, tickets, staples)
                )
            } catch {
                problems.append(
                    "cannot encrypt on \(listener.address) (\(listener.origin)): \(error.file): \(error.text)"
                )
            }
        }
        guard problems.isEmpty else { throw Gateway.StartError(problems: problems) }
        return contexts
    }

    private static func settings(
        _ tls: ListenerTLS,
        _ tickets: TicketKeys? = nil,
        _ staples: StapleStore? = nil
    ) -> TLSServerSettings {
        var settings = TLSServerSettings(
            certificates: tls.certificates.map(Self.files),
            tickets: tls.sessionTickets ? tickets : nil
        )
        settings.protocols = ["h2", "http/1.1"]
        if tls.fetchesStaples { settings.staples = staples }
        switch tls.minimumVersion {
        case .v12: settings.minimum = .v12
        case .v13: settings.minimum = .v13
        }
        let authorities = tls.clientAuthorities ?? ""
        switch tls.clientCertificates {
        case .off: settings.clientCertificates = .off
        case .optional: settings.clientCertificates = .optional(authorities: authorities)
        case .required: settings.clientCertificates = .required(authorities: authorities)
        }
        return settings
    }

    private static func files(_ certificate: ListenerTLS.Certificate) -> TLSCertificateFiles {
        TLSCertificateFiles(certificate: certificate.certificate, key: certificate.key, staple: certificate.staple)
    }

    // MARK: - Checking

    /// Everything that is wrong with the files, before they are taken into use.
    public static func problems(_ configuration: Configuration) -> [Problem] {
        configuration.listeners.enumerated().flatMap { index, listener -> [Problem] in
            guard let tls = listener.tls else { return [] }
            let found = tls.certificates.flatMap { Self.problems($0, isFetched: tls.fetchesStaples) }
            guard !found.contains(where: { $0.severity == .error }) else { return found }
            do throws(TLSFileProblem) {
                _ = try TLSContext(server: Self.settings(tls))
                return found
            } catch {
                return found + [Self.problem(of: tls, "listen[\(index)].tls", listener.origin, error)]
            }
        }
    }

    private static func problems(_ certificate: ListenerTLS.Certificate, isFetched: Bool) -> [Problem] {
        let files = Self.files(certificate)
        do throws(TLSFileProblem) {
            let read = try TLSCertificate(files)
            var problems = CertificateAge(read.facts).words.map { (words, fix) in
                Self.problem(.warning, certificate, "\(certificate.certificate.quotedPath) \(words)", fix: fix)
            }
            if files.isKeyReadableByAll {
                let message = "every user of this machine can read the private key \(certificate.key.quotedPath)"
                problems.append(
                    Problem(
                        .warning,
                        location: (certificate.keyOrigin ?? certificate.origin).location,
                        key: "\(certificate.path).key",
                        message: message,
                        fix: "chmod 600 \(certificate.key)"
                    )
                )
            }
            return problems + (isFetched ? Self.stapleProblems(read, certificate) : [])
        } catch {
            return [Self.problem(of: certificate, error)]
        }
    }

    /// With the place of the file that it is about.
    private static func problem(of certificate: ListenerTLS.Certificate, _ problem: TLSFileProblem) -> Problem {
        let (name, place): (String, SettingOrigin?) =
            switch problem.file {
            // One file may hold both: what is wrong with the key stands at the key.
            case certificate.key where problem.reason.isOfKey || problem.file != certificate.certificate:
                ("key", certificate.keyOrigin)
            case certificate.staple where problem.reason == .noStaple || problem.file != certificate.certificate:
                ("ocsp-staple", certificate.stapleOrigin)
            default: ("certificate", nil)
            }
        return Self.problem(.error, "\(certificate.path).\(name)", place ?? certificate.origin, problem)
    }

    /// What shows only when all files of a listener come together.
    private static func problem(
        of tls: ListenerTLS,
        _ path: String,
        _ origin: SettingOrigin,
        _ problem: TLSFileProblem
    ) -> Problem {
        if let place = tls.clientAuthoritiesOrigin, problem.file == tls.clientAuthorities {
            return Self.problem(.error, "\(path).client-authorities", place, problem)
        }
        let named = tls.certificates.first { [$0.certificate, $0.key, $0.staple].contains(problem.file) }
        guard let named else { return Self.problem(.error, path, origin, problem) }
        return Self.problem(of: named, problem)
    }

    private static func stapleProblems(_ read: TLSCertificate, _ certificate: ListenerTLS.Certificate) -> [Problem] {
        guard !read.hasStaple else { return [] }
        do throws(StapleProblem) {
            _ = try StapleQuestion(read)
            return []
        } catch {
            let message = "no OCSP response can be fetched for \(certificate.certificate.quotedPath)"
            return [Self.problem(.warning, certificate, message, fix: StapleFailure.words(error))]
        }
    }

    private static func problem(
        _ severity: Problem.Severity,
        _ certificate: ListenerTLS.Certificate,
        _ message: String,
        fix: String?
    ) -> Problem {
        let place = certificate.origin.location
        return Problem(severity, location: place, key: certificate.path, message: message, fix: fix)
    }

    static func problem(
        _ severity: Problem.Severity,
        _ key: String,
        _ origin: SettingOrigin,
        _ problem: TLSFileProblem
    ) -> Problem {
        let message = problem.file.isEmpty ? problem.text : "\(problem.file.quotedPath): \(problem.text)"
        return Problem(severity, location: origin.location, key: key, message: message, fix: Self.fix(problem.reason))
    }

    private static func fix(_ reason: TLSFileProblem.Reason) -> String? {
        switch reason {
        case .unreadable(Errno.isDirectory): "name the file in it"
        case .unreadable(Errno.permissionDenied): "let the gateway's user or group read it"
        case .empty: "was it written whole?"
        case .binary: "`openssl x509 -inform der -in FILE` writes a certificate as PEM, `openssl pkey` a key"
        case .noCertificate: "it begins with `-----BEGIN CERTIFICATE-----`"
        case .keyAlone: "name the file with the certificate"
        case .onlyRequest: "send it to an authority, and name the certificate that comes back"
        case .certificateBroken: "copy the file once more from where it was issued"
        case .noKey: "name the file that was made with the request for the certificate"
        case .certificateAlone: "name the file with the key that the certificate was requested with"
        case .keyEncrypted: "`openssl pkey -in FILE -out NEW` writes it without one"
        case .keyBroken: "copy the file once more from where it was made"
        case .keyMismatch: "name the key that the certificate was requested with"
        case .keyOfLater: "the server's certificate comes first, then the intermediate ones"
        case .tooWeak: "have a certificate with ECDSA P-256, or RSA of 2048 bits"
        case .noStaple: "`openssl ocsp -respout` writes one"
        case .tooManyCertificates: "it holds the server's certificate, then the intermediate ones"
        case .unreadable, .tooLarge, .refused: nil
        }
    }
}

extension String {
    fileprivate var quotedPath: String { "`\(self)`" }
}
