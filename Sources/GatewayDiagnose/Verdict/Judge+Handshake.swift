internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

extension Judge {
    /// Words in the issuer of certificates that programs on the visitor's side make.
    private static let interceptors = [
        "avast", "avg ", "bitdefender", "blue coat", "checkpoint", "cisco umbrella", "eset", "fortigate", "fortinet",
        "kaspersky", "mcafee", "mitmproxy", "netskope", "norton", "palo alto", "sophos", "sslinspection", "zscaler",
        "burp", "charles proxy",
    ]

    mutating func judgeHandshake(_ visit: Visit) {
        let alert = visit.exchanges.first?.fault.map { $0.detail == .tlsAlert ? UInt8(clamping: $0.code) : nil } ?? nil
        if let alert { return self.weighAlert(alert, visit) }
        guard let failure = visit.tlsFailure else {
            if visit.fault?.detail == .handshakeTimeout {
                let waited = Self.text(Double(visit.fault?.code ?? 0))
                self.scale.support(.handshakeSilent, by: 8, "connected, then no answer to the ClientHello in \(waited)")
                self.scale.support(.handshakeCut, by: 1, "a firewall may swallow the handshake")
                self.weighPlainAnswer(by: 12)
            }
            return
        }
        self.weigh(failure, visit)
    }

    private mutating func weigh(_ failure: TLSFailure, _ visit: Visit) {
        switch failure {
        case .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer, .selfSigned,
            .missingIntermediate, .revoked, .certificateRejected, .certificateMissing:
            self.weighCertificate(failure, visit.certificates.first)
        case .alert(let number): self.weighAlert(number, visit)
        case .plainText:
            self.scale.support(.plainTextOnTLSPort, by: 9, "the answer to the ClientHello is plain text")
            self.weighPlainAnswer(by: 3)
        case .nothingInCommon:
            self.scale.support(.tlsDisagreement, by: 8, "it chose what this program does not offer")
            self.weighVariations()
        case .closedInHandshake, .truncated:
            self.weighCut("the server closed the connection during the handshake")
        case .broken(let errno): self.weighCut("the connection was reset during the handshake (\(Errno.name(errno)))")
        case .protocolViolation:
            self.scale.support(.tlsDisagreement, by: 4, "it broke the rules of TLS")
            self.scale.support(.plainTextOnTLSPort, by: 3, "perhaps it is not TLS at all")
        }
    }

    private mutating func weighPlainAnswer(by points: Int) {
        guard let plain = self.seen.handshakes.first(where: { $0.encryption == nil }),
            let status = plain.response?.status
        else { return }
        let line = "asked in plain text, it answers with status \(status)"
        self.scale.support(.plainTextOnTLSPort, by: points, line)
    }

    private mutating func weighCut(_ line: String) {
        self.scale.support(.handshakeCut, by: 8, line)
        self.weighVariations()
    }

    private mutating func weighAlert(_ number: UInt8, _ visit: Visit) {
        let line = "the server sent the alert \(TLSAlert.name(Int32(number)) ?? "\(number)")"
        switch number {
        case 42, 116, 43, 46, 48: self.scale.support(.clientCertificate, by: 9, line)
        case 112: self.scale.support(.serverNameUnknown, by: 9, line)
        case 120:
            self.scale.support(.tlsDisagreement, by: 6, line, "it speaks none of the protocols that were offered")
        // Default: handshake_failure and its relatives name no culprit.
        default:
            self.scale.support(.tlsDisagreement, by: 6, line)
            self.weighVariations()
        }
    }

    // MARK: - Certificates

    private mutating func weighCertificate(_ failure: TLSFailure, _ certificate: CertificateFacts?) {
        let issuer = certificate?.issuer ?? "unknown"
        self.weighHosts()
        if Self.interceptors.contains(where: { issuer.lowercased().contains($0) }) {
            self.scale.support(.interception, by: 12, "the certificate was made by \(issuer)")
        }
        switch failure {
        case .certificateExpired:
            self.scale.support(.certificateExpired, by: 9, "it was valid until \(Self.day(certificate?.notAfter))")
            self.weighClock(certificate)
        case .certificateNotYetValid:
            let line = "it is valid from \(Self.day(certificate?.notBefore))"
            self.scale.support(.certificateNotYetValid, by: 9, line)
            self.weighClock(certificate)
        case .nameMismatch:
            let names = certificate?.names.prefix(6).joined(separator: ", ") ?? ""
            let line = names.isEmpty ? "it holds no name at all" : "it is for \(names)"
            self.scale.support(.certificateOtherName, by: 9, line)
        case .selfSigned:
            self.scale.support(.certificateSelfSigned, by: 9, "subject and issuer are both \(issuer)")
        case .missingIntermediate:
            self.scale.support(
                .certificateIncomplete,
                by: 9,
                "only the site's own certificate came; its issuer is \(issuer)"
            )
        case .untrustedIssuer, .certificateRejected:
            self.scale.support(.certificateUntrusted, by: 8, "its issuer is \(issuer)")
        case .revoked: self.scale.support(.certificateUntrusted, by: 9, "it was revoked by \(issuer)")
        case .certificateMissing, .alert, .plainText, .nothingInCommon, .closedInHandshake, .truncated, .broken,
            .protocolViolation:
            self.scale.support(.tlsDisagreement, by: 6, "no certificate came")
        }
    }

    /// The server's clock beside ours: a certificate that is good by its clock and bad by ours is not at fault.
    private mutating func weighClock(_ certificate: CertificateFacts?) {
        guard let skew = self.clockSkew, abs(skew) > 3600, let certificate else { return }
        let there = Int64(self.seen.started / 1000) - Int64(skew)
        guard certificate.notBefore <= there, there <= certificate.notAfter else { return }
        let line = "by the server's clock, \(Self.span(skew)) away from ours, the certificate is valid"
        self.scale.support(.clockWrong, by: 12, line)
    }

    static func span(_ seconds: Double) -> String {
        let size = abs(seconds)
        if size < 120 { return "\(Int(size)) s" }
        if size < 7200 { return "\(Int(size / 60)) min" }
        return size < 172_800 ? "\(Int(size / 3600)) h" : "\(Int(size / 86_400)) days"
    }

    static func day(_ seconds: Int64?) -> String {
        guard let seconds else { return "an unknown day" }
        return UTCTime.text(milliseconds: seconds * 1000)
    }
}
