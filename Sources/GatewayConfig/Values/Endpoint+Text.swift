extension Endpoint {
    /// Reads `http://127.0.0.1:9001`, `https://app.internal/base`, `h2c://grpc.internal:50051`,
    /// `srv://_http._tcp.app.internal`, `unix:/run/app.sock`, `unix+h2c:/run/app.sock`.
    init(configuration text: String, weight: Int, origin: SettingOrigin) throws(ValueError) {
        for (prefix, isHTTP2) in [("unix:", false), ("unix+h2c:", true)] where text.hasPrefix(prefix) {
            let path = try UnixPathText.parse(text.dropFirst(prefix.count))
            self.init(address: .unix(path: path), weight: weight, hasPriorKnowledge: isHTTP2, origin: origin)
            return
        }
        let (scheme, rest) = try Self.afterScheme(text)
        if rest.hasPrefix("unix:") {
            let path = rest.dropFirst("unix:".count)
            throw ValueError(
                "\(text.quoted) has two schemes",
                fix: "write `\(scheme == .http2 ? "unix+h2c" : "unix"):\(String(path).visible(limit: 100))`"
            )
        }
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains("@") else {
            throw ValueError(
                "the URL holds a user name or password",
                fix: "leave it out; the upstream would not get it"
            )
        }
        guard !rest[authorityEnd...].contains(where: { $0 == "?" || $0 == "#" }) else {
            throw ValueError("\(text.quoted) has a query or a fragment", fix: "end the URL before the `?` or `#`")
        }
        guard authority.hasPrefix("[") || authority.count(where: { $0 == ":" }) < 2 else {
            throw ValueError(
                "\(text.quoted) has an IPv6 address without brackets",
                fix: "write it like `http://[::1]:80`"
            )
        }
        let address: Address
        switch scheme {
        case .plain, .http2: address = try Self.host(authority, port: 80)
        case .secure: address = try Self.host(authority, port: 443)
        case .service: address = try Self.service(authority)
        }
        let path = authorityEnd == rest.endIndex ? nil : try PathText.prefix(rest[authorityEnd...])
        self.init(address: address, weight: weight, pathPrefix: path, origin: origin)
        self.hasPriorKnowledge = scheme == .http2
        if scheme == .secure { self.tls = UpstreamTLS() }
    }

    private static func host(_ authority: Substring, port usual: Int) throws(ValueError) -> Address {
        let (host, port) = HostText.splitPort(authority)
        return .tcp(
            host: try HostText.nameOrBracketed(host),
            port: try port.map { port throws(ValueError) in try HostText.port(port, allowZero: false) } ?? usual
        )
    }

    /// RFC 2782: `_service._protocol.name`.
    private static func service(_ authority: Substring) throws(ValueError) -> Address {
        let (host, port) = HostText.splitPort(authority)
        guard port == nil else {
            throw ValueError("\(authority.quoted) has a port", fix: "leave it out; SRV records say the ports")
        }
        let name = try HostText.name(host)
        let labels = name.split(separator: ".")
        guard labels.count > 2, labels[0].hasPrefix("_"), labels[0] != "_", labels[1] == "_tcp" else {
            throw ValueError(
                "\(authority.quoted) is not the name of a service",
                fix: "write it like `srv://_http._tcp.example.com`, or `http://` for a host"
            )
        }
        return .service(name: name)
    }

    private enum Scheme { case plain, http2, secure, service }

    private static func afterScheme(_ text: String) throws(ValueError) -> (Scheme, rest: Substring) {
        guard !text.isEmpty else { throw ValueError("the URL is empty", fix: "write it like `http://127.0.0.1:3000`") }
        guard let mark = text.firstRange(of: "://") else {
            throw ValueError("\(text.quoted) has no scheme", fix: "write `http://\(text.visible(limit: 60))`")
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        switch scheme {
        case "http":
            return (.plain, text[mark.upperBound...])
        case "srv":
            return (.service, text[mark.upperBound...])
        case "https":
            return (.secure, text[mark.upperBound...])
        case "h2c":
            return (.http2, text[mark.upperBound...])
        case "h2", "grpc", "grpcs":
            throw ValueError(
                "`\(scheme)` is not a scheme of upstreams",
                fix: "use `h2c://` for HTTP/2 without TLS; with `https://` both sides agree on it by themselves"
            )
        case "ws", "wss":
            let plain = scheme == "ws" ? "http" : "https"
            throw ValueError(
                "`\(scheme)` is not a scheme of upstreams",
                fix: "use `\(plain)://`; WebSockets pass through it"
            )
        default:
            throw ValueError("the scheme \(scheme.quoted) is not known", fix: "use `http://` or `https://`")
        }
    }
}
