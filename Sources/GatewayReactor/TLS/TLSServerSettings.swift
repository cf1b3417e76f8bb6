/// What a server's TLS is made of.
public struct TLSServerSettings: Sendable {
    public enum ClientCertificates: Sendable, Hashable {
        case off
        /// Asked for and verified by the authorities in `file`; none is fine.
        case optional(authorities: String)
        case required(authorities: String)
    }

    public var certificates: [TLSCertificateFiles]
    public var minimum = TLSVersion.v12
    public var maximum = TLSVersion.v13
    public var clientCertificates = ClientCertificates.off
    /// nil for no session tickets: every connection is a full handshake.
    public var tickets: TicketKeys?
    /// Names for ALPN (RFC 7301), the preferred first.
    public var protocols: [String] = ["http/1.1"]

    /// Where to find OCSP responses that were fetched; nil for those of files only.
    public var staples: StapleStore?

    public init(certificates: [TLSCertificateFiles], tickets: TicketKeys? = nil) {
        self.certificates = certificates
        self.tickets = tickets
    }
}
