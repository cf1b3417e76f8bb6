internal import CGatewaySystem

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

    /// Whether every user of the machine may read the private key.
    public var isKeyReadableByAll: Bool {
        // SAFETY: the C string lives across the call.
        unsafe self.key.withCString { unsafe gg_is_readable_by_all($0) != 0 }
    }
}
