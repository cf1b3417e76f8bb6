/// What was seen of TLS with an endpoint.
public struct IncidentEncryption: Codable, Hashable, Sendable {
    /// The certificate that the endpoint showed, also one that was rejected.
    public struct Certificate: Codable, Hashable, Sendable {
        public var subject: String
        public var issuer: String
        /// Seconds since 1970.
        public var notBefore: Int64
        public var notAfter: Int64
        /// Names and addresses that it holds for, the first of them.
        public var names: [String]
        /// SHA-256, in hexadecimal.
        public var fingerprint: String

        public init(
            subject: String,
            issuer: String,
            notBefore: Int64,
            notAfter: Int64,
            names: [String] = [],
            fingerprint: String = ""
        ) {
            self.subject = subject
            self.issuer = issuer
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.names = names
            self.fingerprint = fingerprint
        }
    }

    /// The name that was asked for and expected.
    public var serverName: String
    /// Such as "TLSv1.3"; nil where nothing was agreed.
    public var version: String?
    public var cipher: String?
    /// An earlier session was taken up.
    public var resumed: Bool
    public var certificate: Certificate?

    public init(
        serverName: String,
        version: String? = nil,
        cipher: String? = nil,
        resumed: Bool = false,
        certificate: Certificate? = nil
    ) {
        self.serverName = serverName
        self.version = version
        self.cipher = cipher
        self.resumed = resumed
        self.certificate = certificate
    }
}
