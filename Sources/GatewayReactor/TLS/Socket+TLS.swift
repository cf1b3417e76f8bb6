/// TLS as the owner of a socket sees it: reads and writes are those of any socket.
extension Socket {
    /// Makes everything from here on TLS, beginning with `handshake`.
    ///
    /// - Parameter name: whom a client expects.
    /// - Returns: false when there is no memory for it, or `name` is none.
    public mutating func secure(with context: TLSContext, name: String? = nil) -> Bool {
        guard let session = TLSSession(context, descriptor: self.descriptor, name: name) else { return false }
        self.begin(session)
        return true
    }

    /// Goes on in plain text.
    public mutating func leaveTLS() { self.begin(nil) }

    /// close_notify where there is TLS, and nothing where there is none: before a close that cuts nothing off.
    public borrowing func sayEnd() { self.session?.sayEnd() }

    public borrowing func handshake() -> TLSProgress { self.session?.handshake() ?? .finished }

    public var isSecure: Bool { self.session != nil }

    /// Whether a read that left room in its buffer took all that had come; always, without TLS.
    public var isDrained: Bool { self.session?.isDrained ?? true }

    /// A read goes on when the socket can be written.
    public var readWantsWrite: Bool { self.session?.readWantsWrite ?? false }

    /// The end could not be said yet: `shutdownWrite` once more when the socket can be written.
    public var isEndPending: Bool { self.session?.isEndPending ?? false }

    /// What ended TLS here, once something did.
    public var tlsFailure: TLSFailure? { self.session?.failure }

    /// Whether the handshake took up an earlier session.
    public var isResumed: Bool { self.session?.isResumed ?? false }

    /// What was agreed; nil without TLS or before the handshake is over.
    public var tlsFacts: TLSFacts? {
        guard let session = self.session, session.isEstablished else { return nil }
        return TLSFacts(
            version: session.version,
            cipher: session.cipher,
            applicationProtocol: session.applicationProtocol,
            serverName: session.serverName,
            isResumed: session.isResumed
        )
    }

    /// The certificate that the peer showed, also one that was rejected.
    public var peerCertificate: CertificateFacts? { self.session?.peerCertificate }

    /// Whether the server asked for a certificate.
    public var isAskedForCertificate: Bool { self.session?.isAskedForCertificate ?? false }

    /// All certificates that a server showed, its own first.
    public var peerChain: [CertificateFacts] { self.session?.peerChain ?? [] }
}
