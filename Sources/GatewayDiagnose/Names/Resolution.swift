public import GatewayReactor

/// Where the addresses of a host come from, and what every name server said.
public struct Resolution: Sendable {
    public enum Source: String, Codable, Hashable, Sendable {
        /// The URL has an address instead of a name.
        case literal
        case hostsFile = "hosts_file"
        case resolver
        /// The system's own look-up (mDNS, directories, short names).
        case system
        case none
    }

    public var host: String
    public var source = Source.none
    public var addresses: [SocketAddress] = []
    /// Those of this machine's settings first.
    public var views: [NameView] = []
    /// What DNS says where the hosts file says something else.
    public var overridden: [SocketAddress] = []
    /// Protocols that the HTTPS record names, where one came in time.
    public var protocols: [String] = []
    /// Monotonic nanoseconds: when the first question was sent, and when the last answer was in.
    var began: UInt64 = 0
    var ended: UInt64 = 0

    public init(host: String) { self.host = host }

    public var milliseconds: Double { Double(max(self.began, self.ended) - self.began) / 1_000_000 }

    /// Those that this machine asks.
    public var own: [NameView] { self.views.filter { !$0.isGiven } }
    public var given: [NameView] { self.views.filter(\.isGiven) }
}
