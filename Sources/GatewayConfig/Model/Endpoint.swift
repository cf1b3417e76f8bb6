/// One upstream server of a route.
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
    /// HTTP/2 without TLS, by prior knowledge (RFC 9113 §3.3); with TLS both sides agree on it, else it is HTTP/1.1.
    public var hasPriorKnowledge: Bool
    /// nil for plain HTTP.
    public var tls: UpstreamTLS?
    public var origin: SettingOrigin

    public init(
        address: Address,
        weight: Int = 1,
        pathPrefix: String? = nil,
        priority: Int = 0,
        zone: String? = nil,
        hasPriorKnowledge: Bool = false,
        tls: UpstreamTLS? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.address = address
        self.weight = weight
        self.pathPrefix = pathPrefix
        self.priority = priority
        self.zone = zone
        self.hasPriorKnowledge = hasPriorKnowledge
        self.tls = tls
        self.origin = origin
    }

    /// Host and port as in a `Host` field; `localhost` for a Unix socket, the domain for a service.
    public var authority: String {
        switch self.address {
        case .unix: return "localhost"
        case .tcp(let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            return port == (self.tls == nil ? 80 : 443) ? name : "\(name):\(port)"
        case .service(let name):
            return name.split(separator: ".").drop { $0.hasPrefix("_") }.joined(separator: ".")
        }
    }

    /// The identity across reloads, and the name in logs and metrics: no path, and the name that TLS is asked for where
    /// it is another one than the URL's.
    public var label: String {
        var bare = self
        bare.pathPrefix = nil
        return self.tls?.serverName.map { "\(bare)#\($0)" } ?? "\(bare)"
    }
}

extension Endpoint: CustomStringConvertible {
    /// The form in which it is written in a configuration file.
    public var description: String {
        switch self.address {
        case .unix(let path): return "\(self.hasPriorKnowledge ? "unix+h2c" : "unix"):\(path)"
        case .tcp(let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            let scheme = self.tls != nil ? "https" : self.hasPriorKnowledge ? "h2c" : "http"
            return "\(scheme)://\(name):\(port)\(self.pathPrefix ?? "")"
        case .service(let name): return "srv://\(name)\(self.pathPrefix ?? "")"
        }
    }
}
