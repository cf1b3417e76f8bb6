internal import GatewayConfig
internal import GatewayReactor

/// Turns endpoint addresses that need no resolver into addresses to connect to.
enum EndpointResolver {
    /// What needs no resolver: literals, Unix paths, and `localhost` in both families (RFC 6761 §6.3),
    /// names below it included.
    static func immediate(_ address: Endpoint.Address) -> [ConnectTarget]? {
        switch address {
        case .unix(let path): return [.unix(path: path)]
        case .tcp(let host, let port):
            let port = UInt16(clamping: port)
            if let literal = SocketAddress(literal: host, port: port) { return [.address(literal)] }
            let name = host.lowercased()
            guard name == "localhost" || name.hasSuffix(".localhost") else { return nil }
            return [.address(.loopbackV4(port: port)), .address(.loopbackV6(port: port))]
        case .service: return nil
        }
    }
}
