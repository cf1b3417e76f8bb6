/// TLS with one `https://` upstream server.
public struct UpstreamTLS: Hashable, Sendable {
    /// Whether the server must prove who it is.
    public var verifies = true
    /// Who signs the servers' certificates: a file; nil for whom the system trusts.
    public var authorities: String?
    /// Asked for (SNI) and expected in the certificate; nil for the host of the URL.
    public var serverName: String?
    /// Shown to servers that ask for a certificate.
    public var certificate: String?
    public var key: String?
    public var minimumVersion = TLSVersion.v12
    /// Whether HTTP/2 is offered (ALPN); the server chooses.
    public var offersHTTP2 = true
    /// `routes[0].upstream-tls`.
    public var path = ""
    public var origin = SettingOrigin.builtIn
    /// Where each file is named; nil for the place of the section.
    public var authoritiesOrigin: SettingOrigin?
    public var certificateOrigin: SettingOrigin?
    public var keyOrigin: SettingOrigin?

    public init() {}

    /// What makes one connection as good as another: not where it was written.
    public var identity: UpstreamTLS {
        var identity = self
        identity.path = ""
        identity.origin = .builtIn
        identity.authoritiesOrigin = nil
        identity.certificateOrigin = nil
        identity.keyOrigin = nil
        return identity
    }
}
