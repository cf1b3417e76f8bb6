/// TLS as the owner of a socket sees it: reads and writes are those of any socket.
extension Socket {
    /// Makes everything from here on TLS, beginning with `handshake`.
    ///
    /// - Parameters:
    ///   - name: whom a client expects
    ///   - early: what was read from the socket already, such as what came behind a PROXY header
    ///   - earlier: what a client offers to take up: of the same server and the same context
    ///   - protocols: what a client offers (ALPN) instead of what the context says
    /// - Returns: false when there is no memory for it, or `name` is none.
    public mutating func secure(
        with context: TLSContext,
        name: String? = nil,
        early: [UInt8] = [],
        resuming earlier: TLSResumption? = nil,
        protocols: [String]? = nil
    ) -> Bool {
        let session = TLSSession(
            context,
            descriptor: self.descriptor,
            name: name,
            early: early,
            resuming: earlier,
            protocols: protocols
        )
        guard let session else { return false }
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

    /// What a later connection may take up; nil where there is nothing.
    public var resumption: TLSResumption? { self.session.flatMap { TLSResumption($0) } }

    /// Bytes that went to the kernel, TLS included; nil without TLS.
    public var encryptedBytesWritten: UInt64? { self.session?.bytesWritten }

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

    /// The name that a client asked for by SNI.
    public var serverName: String? { self.session?.serverName }

    /// Whether a client asked for this name by SNI; letters of either case are the same.
    public func isNamed(_ host: borrowing Span<UInt8>) -> Bool { self.session?.isNamed(host) ?? false }

    /// The certificate that the peer showed, also one that was rejected.
    public var peerCertificate: CertificateFacts? { self.session?.peerCertificate }

    /// Whether the server asked for a certificate.
    public var isAskedForCertificate: Bool { self.session?.isAskedForCertificate ?? false }

    /// The OCSP response that the server showed; none without TLS.
    public var peerStaple: PeerStaple { self.session?.peerStaple ?? .none }

    /// All certificates that a server showed, its own first.
    public var peerChain: [CertificateFacts] { self.session?.peerChain ?? [] }
}
