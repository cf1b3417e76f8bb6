internal import GatewayConfig
internal import GatewayReactor

/// What was seen of an upstream's TLS in an attempt that failed, for the explanation.
final class EncryptionEvidence {
    let name: String
    let failure: TLSFailure?
    let facts: TLSFacts?
    let certificate: CertificateFacts?

    init(_ encryption: EndpointEncryption, _ socket: borrowing Socket) {
        self.name = encryption.name
        self.failure = socket.tlsFailure
        self.facts = socket.tlsFacts
        self.certificate = socket.peerCertificate
    }
}
