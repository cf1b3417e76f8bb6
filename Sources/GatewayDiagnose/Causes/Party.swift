/// Whose side a failure is on.
public enum Party: String, CaseIterable, Codable, Hashable, Sendable {
    case nobody
    /// This machine, its user or its network.
    case here
    /// The name servers that this machine asks.
    case resolver
    /// The DNS of the domain.
    case zone
    /// The way to the server.
    case network
    /// Whoever answers at the site's address.
    case server
    /// A proxy, load balancer or CDN in front of the application.
    case gateway
    /// The application, or what stands behind the gateway.
    case origin

    public var title: String {
        switch self {
        case .nobody: "nobody"
        case .here: "this machine or its network"
        case .resolver: "the name servers that this machine asks"
        case .zone: "the DNS of the domain"
        case .network: "the network on the way"
        case .server: "the server at the site's address"
        case .gateway: "the gateway in front of the site"
        case .origin: "the server behind the gateway"
        }
    }
}
