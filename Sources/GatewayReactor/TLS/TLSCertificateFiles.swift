/// The files of one certificate.
public struct TLSCertificateFiles: Sendable, Hashable {
    public var certificate: String
    public var key: String
    /// An OCSP response in DER form.
    public var staple: String?

    public init(certificate: String, key: String, staple: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.staple = staple
    }
}
