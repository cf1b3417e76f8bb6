/// TLS with the clients of one listener.
public struct ListenerTLS: Hashable, Sendable {
    /// One certificate with its private key; paths are absolute or relative to the working directory.
    public struct Certificate: Hashable, Sendable {
        public var certificate: String
        public var key: String
        /// An OCSP response to show with it.
        public var staple: String?
        /// `listen[0].tls` or `listen[0].tls.certificates[1]`.
        public var path: String
        public var origin: SettingOrigin
        /// Where the files beside the certificate are named; nil for the place of the certificate.
        public var keyOrigin: SettingOrigin?
        public var stapleOrigin: SettingOrigin?

        public init(
            certificate: String,
            key: String,
            staple: String? = nil,
            path: String = "",
            origin: SettingOrigin = .builtIn
        ) {
            self.certificate = certificate
            self.key = key
            self.staple = staple
            self.path = path
            self.origin = origin
        }
    }

    public enum ClientCertificates: String, CaseIterable, Hashable, Sendable {
        case off
        case optional
        case required
    }

    /// The first is for clients that ask for no name, or for one that no certificate has.
    public var certificates: [Certificate]
    public var minimumVersion = TLSVersion.v12
    public var sessionTickets = true
    /// Whether OCSP responses are fetched for certificates that have none in a file.
    public var fetchesStaples = false
    public var clientCertificates = ClientCertificates.off
    /// Who signs clients' certificates: a file.
    public var clientAuthorities: String?
    public var clientAuthoritiesOrigin: SettingOrigin?
    /// The field that tells upstream servers whose certificate it is, in lower case.
    public var clientField: String?

    /// How long browsers are to use https:// alone (RFC 6797); nil for no such word.
    public var strictTransport: Milliseconds?

    public init(certificates: [Certificate] = []) { self.certificates = certificates }
}
