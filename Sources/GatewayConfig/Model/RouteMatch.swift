/// Which requests a route takes.
///
/// Among routes that take a request the more specific one wins: exact host before the longest wildcard before any
/// host, then the longest path prefix, then a route that names the method.
public struct RouteMatch: Hashable, Sendable {
    /// Any of these; empty means any host.
    public var hosts: [HostPattern]
    /// Begins with a slash and does not end with one; nil means any path.
    ///
    /// It covers whole segments: `/api` takes `/api`, `/api/` and `/api/x`, not `/apix`.
    public var pathPrefix: String?
    /// Any of these, case-sensitive as RFC 9110 §9.1 says; empty means any method.
    public var methods: [String]

    public init(hosts: [HostPattern] = [], pathPrefix: String? = nil, methods: [String] = []) {
        self.hosts = hosts
        self.pathPrefix = pathPrefix
        self.methods = methods
    }
}

extension RouteMatch: CustomStringConvertible {
    /// `GET shop.example/api`, `*.example`, `any`.
    public var description: String {
        guard self != RouteMatch() else { return "any" }
        let methods = self.methods.isEmpty ? "" : self.methods.joined(separator: "|") + " "
        let hosts = self.hosts.isEmpty ? "any host" : self.hosts.map(\.description).joined(separator: "|")
        guard let path = self.pathPrefix else { return methods + hosts }
        return methods + (self.hosts.isEmpty ? "" : hosts) + path
    }
}
