internal import GatewayConfig
internal import GatewayReactor
internal import GatewayWire

/// Whose PROXY headers a listener takes, in the form that accepting a connection reads.
struct ProxyHeaderRules {
    var reader: ProxyHeaderReader
    private var sources: [AddressRange]

    init(_ policy: ProxyProtocolPolicy) {
        let accepted = policy.version.map { ProxyHeaderReader.Accepted.only(ProxyHeader.Version($0)) }
        self.reader = ProxyHeaderReader(accepted: accepted ?? .any, longest: policy.longest)
        self.sources = policy.sources
    }

    /// Whether the peer has to send a header, and is believed.
    func believes(_ peer: SocketAddress) -> Bool {
        // Who may connect to a Unix socket, its file says.
        guard peer.family != .unix else { return true }
        let address = IPAddress(peer)
        return self.sources.contains { $0.contains(address) }
    }
}

extension ProxyHeader.Version {
    init(_ configured: ProxyProtocolVersion) {
        switch configured {
        case .v1: self = .v1
        case .v2: self = .v2
        }
    }
}

extension SocketAddress {
    /// An address that a PROXY header tells; IPv4 inside IPv6 counts as IPv4.
    init(_ told: ProxyAddress) {
        switch told.family {
        case .v4: self = SocketAddress(family: .v4, high: told.low << 32, low: 0, port: told.port)
        case .v6: self = SocketAddress(family: .v6, high: told.high, low: told.low, port: told.port).unmapped
        }
    }

    /// The address as a PROXY header tells it; nil for a Unix socket.
    var told: ProxyAddress? {
        switch self.family {
        case .unix: nil
        case .v4: ProxyAddress(v4: UInt32(truncatingIfNeeded: self.high >> 32), port: self.port)
        case .v6: ProxyAddress(v6: self.high, self.low, port: self.port)
        }
    }
}
