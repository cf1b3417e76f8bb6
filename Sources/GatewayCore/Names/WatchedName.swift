public import GatewayWire

/// A name whose addresses the gateway keeps.
public enum WatchedName: Hashable, Sendable {
    /// A host: its A and AAAA records.
    case host(String)
    /// A service such as `_http._tcp.example.com`: its SRV records, and the addresses of their targets.
    case service(String)

    public var text: String {
        switch self {
        case .host(let name), .service(let name): name
        }
    }
}

/// One address of a name, with what an SRV record says of it.
public struct NameTarget: Hashable, Sendable, BitwiseCopyable {
    public var address: DNSAddress
    /// nil where the endpoint brings its own.
    public var port: UInt16?
    /// RFC 2782: the lowest is tried first, and within one priority the share is by weight.
    public var priority: UInt16
    public var weight: UInt16

    public init(address: DNSAddress, port: UInt16? = nil, priority: UInt16 = 0, weight: UInt16 = 0) {
        self.address = address
        self.port = port
        self.priority = priority
        self.weight = weight
    }

    public var isV6: Bool {
        switch self.address {
        case .v4: false
        case .v6: true
        }
    }
}
