internal import COpenSSL

/// What the sessions of one listener, or towards one kind of upstream, have in common.
///
/// Immutable once made and shared by the workers; a reload makes another one, and sessions keep theirs alive.
@safe
public final class TLSContext: Sendable {
    public enum Role: Sendable { case server, client }

    public let role: Role
    /// Of a server: in the order of the configuration.
    public let certificates: [TLSCertificate]
    // SAFETY: made by init, freed once by deinit; OpenSSL counts the sessions that use it and locks inside.
    nonisolated(unsafe) let pointer: OpaquePointer
    // What the callbacks reach: lives as long as the context, which outlives its sessions (they hold it).
    private let service: ServerCallbacks?

    /// A server's side.
    ///
    /// - Throws: the file that cannot be used, and why.
    public init(server settings: TLSServerSettings) throws(TLSFileProblem) {
        let certificates = try settings.certificates.map { files throws(TLSFileProblem) in try TLSCertificate(files) }
        let context = try OwnedContext(server: true, versions: settings.minimum, settings.maximum)
        let service = ServerCallbacks(certificates, settings)
        try service.install(in: context, files: settings.certificates)
        try ClientVerification.install(settings.clientCertificates, in: context)
        self.role = .server
        self.certificates = certificates
        self.service = service
        unsafe self.pointer = context.release()
    }

    /// A client's side: verifies what the server shows, unless told otherwise.
    public init(client settings: TLSClientSettings) throws(TLSFileProblem) {
        let context = try OwnedContext(server: false, versions: settings.minimum, settings.maximum)
        try ServerVerification.install(settings, in: context)
        let own = try settings.certificate.map { files throws(TLSFileProblem) in try TLSCertificate(files) }
        if let own, let files = settings.certificate { try context.use(own, files) }
        CertificateRequest.install(in: context)
        try context.offer(settings.protocols)
        if settings.asksForStaple { context.askForStaple() }
        if let signatures = settings.signatures { try context.accept(signatures: signatures) }
        self.role = .client
        self.certificates = own.map { [$0] } ?? []
        self.service = nil
        unsafe self.pointer = context.release()
    }

    // MARK: - Names

    /// Whether which certificate a client is shown depends on what it asks for.
    public var hasChoice: Bool { !(self.service?.choice.isTrivial ?? true) }

    /// How a host stands to the certificates that a server shows to those who ask for `name`.
    public func standing(of host: String, askedFor name: String?) -> HostStanding {
        self.service?.choice.standing(of: host, askedFor: name) ?? .none
    }

    /// Whether a certificate has this host.
    public func names(_ host: String) -> Bool { self.standing(of: host, askedFor: nil) != .none }

    deinit { unsafe SSL_CTX_free(self.pointer) }
}
