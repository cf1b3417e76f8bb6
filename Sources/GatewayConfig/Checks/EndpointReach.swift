/// Whether a connection to an endpoint would arrive at a socket of the gateway, as far as the text shows.
enum EndpointReach {
    static func reaches(_ endpoint: Endpoint.Address, _ listener: ListenAddress) -> Bool {
        switch (endpoint, listener) {
        case (.unix(let path), .unix(let other)): return path == other
        case (.unix, .tcp), (.tcp, .unix), (.service, .tcp), (.service, .unix): return false
        case (.tcp(let host, let port), .tcp(let listenHost, let listenPort)):
            guard port == listenPort, port != 0 else { return false }
            guard let address = host == "localhost" ? IPAddress(v4: 0x7f00_0001) : IPAddress(host) else { return false }
            let isLocal = address.isLoopback || address.isUnspecified
            guard let listening = IPAddress(listenHost), !listening.isUnspecified else { return isLocal }
            return address == listening || (isLocal && listening.isLoopback && address.isUnspecified)
                || (host == "localhost" && listening.isLoopback)
        }
    }
}
