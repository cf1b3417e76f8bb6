internal import GatewayReactor
internal import GatewayWire

/// What one name server said, in a document.
public struct NameRow: Encodable, Sendable {
    public var server: String
    public var isGiven: Bool
    /// What it is called, and the zone's edition there; for servers of the zone itself.
    public var zoneServer: String?
    public var serial: UInt32?
    public var addresses: [String]
    public var aliases: [String]
    public var ttl: UInt32?
    /// Seconds for which "there is nothing" may be remembered.
    public var negativeTTL: UInt32?
    public var problem: String?
    public var errors: [String]
    public var milliseconds: Double

    init(_ view: NameView) {
        self.server = view.server
        self.isGiven = view.isGiven
        self.addresses = view.addresses.map(\.hostText)
        self.aliases = view.aliases
        self.ttl = view.ttl
        self.negativeTTL = view.negativeTTL
        self.problem = view.problem.map(Self.token)
        self.errors = view.errors.map(\.description)
        self.milliseconds = view.milliseconds
    }

    init(_ server: ZoneFacts.Server) {
        self.init(server.view)
        self.zoneServer = server.name
        self.serial = server.serial
    }

    private static func token(_ problem: NameView.Problem) -> String {
        switch problem {
        case .noName: "nxdomain"
        case .noAddress: "no_address"
        case .serverFailure: "servfail"
        case .refused: "refused"
        case .other(let code): "rcode_\(code)"
        case .timedOut: "timed_out"
        case .unreachable: "unreachable"
        case .malformed: "malformed"
        }
    }
}
