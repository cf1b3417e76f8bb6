public import GatewayFaults

/// The record of one exchange that failed, was saved, or was cut short.
///
/// Filled by the data plane when somebody asks; read by `Story`, the admin API and `goodgate explain`. Holds facts only
/// and holds them raw: text from the wire is escaped where it is shown, never here. Causes are `Story`'s business.
public struct Incident: Codable, Hashable, Sendable {
    public var id: String
    /// UTC, in milliseconds since 1970.
    public var startedMS: Int64
    /// From the first byte of the request to the end of the exchange.
    public var durationMS: Double?
    public var listener: String
    public var client: String
    public var method: String
    public var target: String
    public var host: String
    public var route: IncidentRoute?
    /// The status the client got; nil when it got none.
    public var status: Int?
    public var outcome: IncidentOutcome
    /// What saved it; nil for what was not saved.
    public var savedBy: IncidentSaving?
    public var fault: FaultRecord?
    /// Bytes read from the client.
    public var bytesIn: UInt64
    /// Bytes written to the client.
    public var bytesOut: UInt64
    public var attempts: [IncidentAttempt]
    public var timers: [IncidentTimer]
    /// Free evidence lines.
    public var notes: [String]

    public init(
        id: String,
        startedMS: Int64,
        durationMS: Double? = nil,
        listener: String = "",
        client: String = "",
        method: String = "",
        target: String = "",
        host: String = "",
        route: IncidentRoute? = nil,
        status: Int? = nil,
        outcome: IncidentOutcome = .failed,
        savedBy: IncidentSaving? = nil,
        fault: FaultRecord? = nil,
        bytesIn: UInt64 = 0,
        bytesOut: UInt64 = 0,
        attempts: [IncidentAttempt] = [],
        timers: [IncidentTimer] = [],
        notes: [String] = []
    ) {
        self.id = id
        self.startedMS = startedMS
        self.durationMS = durationMS
        self.listener = listener
        self.client = client
        self.method = method
        self.target = target
        self.host = host
        self.route = route
        self.status = status
        self.outcome = outcome
        self.savedBy = savedBy
        self.fault = fault
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.attempts = attempts
        self.timers = timers
        self.notes = notes
    }

    /// Reads an incident as `json()` writes it; throws when it is something else.
    public init(json bytes: [UInt8]) throws {
        self = try JSONText.decode(Incident.self, from: bytes)
    }

    /// The incident as JSON, ASCII only.
    public func json() -> String { JSONText.encode(self) }

    /// The last error that an upstream server answered with by itself, which is no fault of the gateway's.
    public var upstreamError: Int? { self.attempts.compactMap(\.status).last { $0 >= 500 } }

    /// The fault that the story is about: the final one, or the last one that a retry hid.
    public var tellingFault: Fault? {
        if let fault = self.fault?.fault { return fault }
        return self.attempts.reversed().lazy.compactMap { $0.fault?.fault }.first
    }
}
