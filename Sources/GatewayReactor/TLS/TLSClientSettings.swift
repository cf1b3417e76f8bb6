/// What a client's TLS is made of.
public struct TLSClientSettings: Sendable {
    public enum Trust: Sendable, Hashable {
        case system
        /// The same, read from files while handshakes are made instead of beforehand.
        case systemOnDemand
        /// The authorities in this file alone.
        case authorities(file: String)
        case anybody
    }

    public var trust = Trust.system
    public var minimum = TLSVersion.v12
    public var maximum = TLSVersion.v13
    /// Signature algorithms that are accepted, in OpenSSL's words; nil for its own choice.
    public var signatures: String?
    /// Shown when the server asks for one.
    public var certificate: TLSCertificateFiles?
    public var protocols: [String] = ["http/1.1"]

    /// The server is asked for an OCSP response of its certificate.
    public var asksForStaple = false

    public init() {}
}
