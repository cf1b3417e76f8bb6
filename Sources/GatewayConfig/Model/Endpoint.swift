/// One upstream server of a route, reached by plain HTTP.
public struct Endpoint: Hashable, Sendable {
    public enum Address: Hashable, Sendable {
        /// `host` is a name or an IP address without brackets, in lower case.
        case tcp(host: String, port: Int)
        case unix(path: String)
        /// An SRV name such as `_http._tcp.example.com`, in lower case: its records say which hosts, ports and shares.
        case service(name: String)
    }

    public var address: Address
    /// Share of the requests, 1…256; 0 takes no new ones.
    public var weight: Int
    /// Put in front of the request path; begins with a slash and does not end with one.
    public var pathPrefix: String?
    /// Endpoints of a higher number are used only while those below are down; a backup is priority 1.
    public var priority: Int
    /// Where the endpoint stands.
    ///
    /// Those of the gateway's own zone are preferred. nil for nowhere in particular.
    public var zone: String?
    /// HTTP/2 without TLS, by prior knowledge (RFC 9113 §3.3); HTTP/1.1 else.
    public var speaksHTTP2: Bool
    public var origin: SettingOrigin

    public init(
        address: Address,
        weight: Int = 1,
        pathPrefix: String? = nil,
        priority: Int = 0,
        zone: String? = nil,
        speaksHTTP2: Bool = false,
        origin: SettingOrigin = .builtIn
    ) {
        self.address = address
        self.weight = weight
        self.pathPrefix = pathPrefix
        self.priority = priority
        self.zone = zone
        self.speaksHTTP2 = speaksHTTP2
        self.origin = origin
    }

    /// Host and port as in a `Host` field; `localhost` for a Unix socket, the domain for a service.
    public var authority: String {
        switch self.address {
        case .unix: return "localhost"
        case .tcp(let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            return port == 80 ? name : "\(name):\(port)"
        case .service(let name):
            return name.split(separator: ".").drop { $0.hasPrefix("_") }.joined(separator: ".")
        }
    }
}

extension Endpoint: CustomStringConvertible {
    /// The form in which it is written in a configuration file.
    public var description: String {
        switch self.address {
        case .unix(let path): return "unix:\(path)"
        case .tcp(let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(self.speaksHTTP2 ? "h2c" : "http")://\(name):\(port)\(self.pathPrefix ?? "")"
        case .service(let name): return "srv://\(name)\(self.pathPrefix ?? "")"
        }
    }
}
