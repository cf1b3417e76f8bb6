/// How long the lab's peers wait and how much they take.
public struct LabOptions: Sendable, Hashable {
    /// The silence of `silent`, `slow-head`, `slow-body` and of connections that are only held: longer than the
    /// longest timer of the gateway in between, whose response-head timeout is 60 s by default.
    public var slowPause: Duration = .seconds(90)
    /// How long `close-after-idle` and `unsolicited-idle` leave a kept connection alone.
    public var idleClose: Duration = .seconds(1)
    /// How long a peer with bad spells is not itself, and how long it is well in between, at least.
    public var spell: Duration = .seconds(1)
    public var spellRest: Duration = .seconds(10)
    /// The time between the last bytes and the FIN or RST that follows, so that the gateway reads the bytes first.
    public var gap: Duration = .milliseconds(40)
    /// How long a connection may be open without any traffic.
    public var idleLimit: Duration = .seconds(300)
    /// Connections the lab serves at a time; more are closed at once.
    public var maximumConnections = 10_000
    /// Request heads remembered for each scenario.
    public var rememberedRequests = 32
    /// The first of the scenarios' own ports, which then follow in the order of `Scenarios.all`; `nil` lets the
    /// kernel choose.
    public var firstOwnPort: Int?
    /// Whether the scenarios get ports of their own.
    public var opensOwnPorts = true
    /// A scenario that every request to the main port meets, whatever its path.
    public var everyRequest: String?
    /// Whether the lab may listen on an address other than loopback.
    ///
    /// Its peers are made to do harm.
    public var allowsAnyAddress = false

    public init() {}
}
