import GatewayFaults

/// What a certificate says against the gateway's expectation.
extension Diagnosis {
    mutating func weighEncryption(_ incident: Incident, _ attempt: IncidentAttempt, _ fault: Fault) {
        guard let encryption = attempt.encryption, fault.kind == .tlsCertificateError,
            let certificate = encryption.certificate
        else { return }
        let now = incident.startedMS / 1000
        if let line = Self.words(fault.detail, encryption, certificate, now) { self.support(.certificate, by: 5, line) }
        if fault.detail == .certificateNameMismatch {
            self.support(.misconfiguredGateway, by: 3, "`upstream-tls.server-name` can say what the server is called")
        }
    }

    private static func words(
        _ detail: Fault.Detail,
        _ encryption: IncidentEncryption,
        _ certificate: IncidentEncryption.Certificate,
        _ now: Int64
    ) -> String? {
        if detail == .certificateExpired {
            return "the certificate of \(certificate.subject) expired \(certificate.distance(to: now)) ago"
        }
        if detail == .certificateNotYetValid {
            return "the certificate of \(certificate.subject) will be valid in \(certificate.distance(to: now))"
        }
        if detail == .certificateNameMismatch {
            let names = certificate.names.prefix(4).joined(separator: ", ")
            return "\(encryption.serverName) was asked for; the certificate is for \(names.isEmpty ? "no name" : names)"
        }
        if detail == .certificateSelfSigned { return "\(certificate.subject) signed its certificate itself" }
        return "it was signed by \(certificate.issuer)"
    }
}

extension IncidentEncryption.Certificate {
    /// From the end of its time, or to its beginning: "3 days", "2.0 h".
    func distance(to now: Int64) -> String {
        let seconds = now > self.notAfter ? now - self.notAfter : self.notBefore - now
        if seconds >= 172_800 { return "\(seconds / 86_400) days" }
        if seconds >= 7200 { return "\(seconds / 3600) hours" }
        return "\(max(0, seconds) / 60) minutes"
    }
}
