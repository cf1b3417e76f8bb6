internal import GatewayReactor

/// One handshake that differs from a browser's in a single point: which of them change the result says what fails.
public enum HandshakeVariation: String, CaseIterable, Codable, Hashable, Sendable {
    /// As gateways do by default towards the servers behind them.
    case noName = "no_name"
    case otherName = "other_name"
    case onlyHTTP1 = "only_http_1"
    case onlyHTTP2 = "only_http_2"
    case noProtocol = "no_protocol"
    case onlyTLS12 = "only_tls_1_2"
    case onlyTLS13 = "only_tls_1_3"

    /// A name that nobody serves (RFC 6761 §6.4).
    static let strangeName = "not-the-name-of-this-site.invalid"

    /// Nothing is verified: what matters is whether the two agree.
    func applied(to usual: VisitPlan.Encryption) -> VisitPlan.Encryption {
        var encryption = usual
        encryption.verifies = false
        switch self {
        case .noName: encryption.name = nil
        case .otherName: encryption.name = Self.strangeName
        case .onlyHTTP1: encryption.protocols = ["http/1.1"]
        case .onlyHTTP2: encryption.protocols = ["h2"]
        case .noProtocol: encryption.protocols = []
        case .onlyTLS12: encryption.maximum = .v12
        case .onlyTLS13: encryption.minimum = .v13
        }
        return encryption
    }

    public var title: String {
        switch self {
        case .noName: "without a name (SNI)"
        case .otherName: "with another name"
        case .onlyHTTP1: "offering HTTP/1.1 only (ALPN)"
        case .onlyHTTP2: "offering HTTP/2 only (ALPN)"
        case .noProtocol: "without ALPN"
        case .onlyTLS12: "with TLS 1.2 only"
        case .onlyTLS13: "with TLS 1.3 only"
        }
    }
}
