internal import GatewayGuide
internal import GatewayReactor

extension IncidentEncryption {
    init(_ evidence: EncryptionEvidence) {
        self.init(
            serverName: evidence.name,
            version: evidence.facts?.version,
            cipher: evidence.facts?.cipher,
            resumed: evidence.facts?.isResumed ?? false,
            certificate: evidence.certificate.map { facts in
                Certificate(
                    subject: facts.subject,
                    issuer: facts.issuer,
                    notBefore: facts.notBefore,
                    notAfter: facts.notAfter,
                    names: Array(facts.names.prefix(16)),
                    fingerprint: facts.fingerprint
                )
            }
        )
    }
}
