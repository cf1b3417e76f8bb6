internal import GatewayConfig
internal import GatewayReactor

/// Turns endpoint addresses into addresses to connect to, away from the workers.
enum EndpointResolver {
    /// What needs no resolver: literals, Unix paths, and `localhost` in both families (RFC 6761 §6.3).
    static func immediate(_ address: Endpoint.Address) -> [ConnectTarget]? {
        switch address {
        case .unix(let path): return [.unix(path: path)]
        case .tcp(let host, let port):
            let port = UInt16(clamping: port)
            if let literal = SocketAddress(literal: host, port: port) { return [.address(literal)] }
            guard host.lowercased() == "localhost" else { return nil }
            return [.address(.loopbackV4(port: port)), .address(.loopbackV6(port: port))]
        }
    }

    /// Asks the system's resolver.
    ///
    /// Blocks.
    static func resolve(_ address: Endpoint.Address) -> (targets: [ConnectTarget], error: Int32) {
        if let targets = Self.immediate(address) { return (targets, 0) }
        guard case .tcp(let host, let port) = address else { return ([], 0) }
        switch HostResolver.resolve(host, port: UInt16(clamping: port)) {
        case .success(let addresses): return (addresses.map { .address($0) }, 0)
        case .failure(let error): return ([], error.number)
        }
    }
}
