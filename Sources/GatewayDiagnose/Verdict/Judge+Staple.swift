internal import GatewayReactor

/// What the server shows of its certificate's standing: browsers differ in what they look at, so that nothing else
/// has to fail.
extension Judge {
    mutating func judgeStaple() {
        guard let visit = self.seen.pages.first(where: { $0.staple != nil }), let staple = visit.staple,
            let certificate = visit.certificates.first
        else { return }
        switch staple {
        case .good: break
        case .none:
            guard certificate.mustStaple else { return }
            self.support(.stapleInvalid, "the certificate demands an OCSP response (must-staple), and none is shown")
        case .revoked:
            let line = "the server itself shows an OCSP response that says so"
            self.support(.certificateRevoked, line)
        // RFC 6960 §4.2.2.1; Firefox refuses all of these.
        case .outOfDate: self.support(.stapleInvalid, "the OCSP response that the server shows is out of date")
        case .unknown: self.support(.stapleInvalid, "the OCSP response says that the issuer does not know it")
        case .otherCertificate: self.support(.stapleInvalid, "the OCSP response is of another certificate")
        case .unverified: self.support(.stapleInvalid, "the OCSP response is not signed by the issuer")
        case .malformed: self.support(.stapleInvalid, "the OCSP response cannot be read")
        }
    }

    /// A site that fails anyway fails for a reason of its own.
    private mutating func support(_ cause: SiteCause, _ line: String) {
        guard self.verdict.outcome == .healthy else { return self.verdict.notes.append(line) }
        self.scale.support(cause, by: 12, line)
        self.fail(at: .handshake, .degraded)
    }
}
