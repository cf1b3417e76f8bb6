public import GatewayReactor

/// How a walk is done.
public struct WalkOptions: Sendable {
    /// Versions of HTTP that are offered.
    public enum Versions: String, CaseIterable, Sendable {
        /// What browsers offer; without TLS that is HTTP/1.1.
        case both
        case one = "1.1"
        case two = "2"

        /// By ALPN.
        var protocols: [String] {
            switch self {
            case .both: VisitPlan.Encryption.both
            case .one: ["http/1.1"]
            case .two: ["h2"]
            }
        }
    }

    public var method = "GET"
    public var versions = Versions.both
    /// Lines that are added to the request, or replace one of ours.
    public var fields: [(name: String, value: String)] = []
    /// Name servers beside those of this machine.
    public var resolvers: [String] = []
    /// Servers behind the gateway.
    public var origins: [SocketAddress] = []
    /// Tries; nil for as many as the first look asks for.
    public var samples: Int?
    /// For how long tries are made, in milliseconds; nil for no longer than it takes.
    public var duration: UInt64?
    /// For everything but `duration`, in milliseconds.
    public var timeout: UInt64 = 15_000
    /// One look at each address and nothing more.
    public var isPassive = false
    /// The zone's own name servers are asked although nothing is wrong with the name.
    public var isZone = false
    /// A POST with a few octets is sent as well.
    public var isPostAllowed = false
    /// Ever larger request heads are sent as well.
    public var provesSize = false
    /// The way to the site is traced although it can be reached.
    public var isTrace = false
    /// Handshakes are compared although none fails.
    public var isMatrix = false
    /// Authorities that are trusted instead of the system's.
    public var authorities: String?
    /// Where else to look when the site cannot be reached as it should.
    public var controls: [Control] = []
    /// `User-Agent`.
    public var agent = "goodgate-diagnose"
    public var environment: [String: String] = [:]

    public init() {}

    /// Requests that one walk makes at most, whatever happens.
    static let mostRequests = 200

    /// Whether a field can be sent as it is (RFC 9110 §5.1, §5.5).
    public static func isSendable(name: String, value: String) -> Bool {
        let token = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        return !name.isEmpty && name.utf8.allSatisfy(token.contains)
            && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}
