/// What this machine itself brings into the walk.
public struct HereFacts: Hashable, Sendable {
    /// Names of variables that point programs to a proxy, and what they say without user information.
    public var proxies: [String: String] = [:]
    /// Whether `no_proxy` takes the host out of that.
    public var isExempt = false
    public var hasRouteV4 = true
    public var hasRouteV6 = true
    public var nameServers: [String] = []

    /// Monotonic nanoseconds.
    var began: UInt64 = 0
    var ended: UInt64 = 0

    public init() {}

    /// The variable a program would go by for this scheme; nil when none applies.
    public func proxy(for scheme: Target.Scheme) -> (variable: String, value: String)? {
        guard !self.isExempt else { return nil }
        let name = "\(scheme.rawValue)_proxy"
        // curl and others take the upper-case form of HTTP_PROXY for what a CGI client could have set.
        let order =
            scheme == .http
            ? [name, "all_proxy", "ALL_PROXY"]
            : [name, name.uppercased(), "all_proxy", "ALL_PROXY"]
        for variable in order {
            if let value = self.proxies[variable] { return (variable, value) }
        }
        return nil
    }
}
