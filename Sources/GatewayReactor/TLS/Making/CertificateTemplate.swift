/// What a certificate that is to be made says.
public struct CertificateTemplate: Sendable, Hashable {
    public var commonName: String
    /// As OpenSSL writes them: `DNS:shop.test`, `IP:127.0.0.1`.
    public var names: [String]
    /// Seconds since 1970.
    public var notBefore: Int64
    public var notAfter: Int64
    /// It signs others.
    public var isAuthority = false
    /// Where it says that its issuer's certificate can be had.
    public var issuerAddress: String?

    public init(commonName: String, names: [String] = [], notBefore: Int64, notAfter: Int64) {
        self.commonName = commonName
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
