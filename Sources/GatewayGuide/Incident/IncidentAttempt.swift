/// One try to get a response from one endpoint.
///
/// Times are milliseconds since the exchange started; nil means that the moment was not reached.
public struct IncidentAttempt: Codable, Hashable, Sendable {
    /// The endpoint as configured.
    public var endpoint: String
    /// The address that was used, with its port, or the path of a socket.
    public var address: String
    /// "IPv4", "IPv6" or "unix".
    public var family: String
    public var reused: Bool
    /// How many exchanges the connection had served before this one.
    public var reuseCount: Int
    public var connectionAgeMS: Double?
    /// How long the connection had been idle before this exchange.
    public var idleMS: Double?
    public var startMS: Double
    public var connectMS: Double?
    /// When TLS was agreed on.
    public var securedMS: Double?
    /// When the last byte of the request was handed to the system.
    public var sentMS: Double?
    /// When the response head was complete.
    public var headMS: Double?
    public var endMS: Double?
    /// What the endpoint answered; nil when it did not.
    public var status: Int?
    public var bytesSent: UInt64
    public var bytesReceived: UInt64
    public var errno: Int32?
    public var errnoName: String?
    /// Where in the response the parser stopped.
    public var parserOffset: Int?
    /// What the peer sent, from the start of the part that could not be understood.
    public var badBytes: CapturedBytes?
    public var tcpInfo: TCPEvidence?
    /// Of an attempt that failed over TLS.
    public var encryption: IncidentEncryption?
    public var fault: FaultRecord?

    public init(
        endpoint: String,
        address: String = "",
        family: String = "",
        reused: Bool = false,
        reuseCount: Int = 0,
        connectionAgeMS: Double? = nil,
        idleMS: Double? = nil,
        startMS: Double = 0,
        connectMS: Double? = nil,
        sentMS: Double? = nil,
        headMS: Double? = nil,
        endMS: Double? = nil,
        status: Int? = nil,
        bytesSent: UInt64 = 0,
        bytesReceived: UInt64 = 0,
        errno: Int32? = nil,
        errnoName: String? = nil,
        parserOffset: Int? = nil,
        badBytes: CapturedBytes? = nil,
        tcpInfo: TCPEvidence? = nil,
        fault: FaultRecord? = nil
    ) {
        self.endpoint = endpoint
        self.address = address
        self.family = family
        self.reused = reused
        self.reuseCount = reuseCount
        self.connectionAgeMS = connectionAgeMS
        self.idleMS = idleMS
        self.startMS = startMS
        self.connectMS = connectMS
        self.sentMS = sentMS
        self.headMS = headMS
        self.endMS = endMS
        self.status = status
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.errno = errno
        self.errnoName = errnoName
        self.parserOffset = parserOffset
        self.badBytes = badBytes
        self.tcpInfo = tcpInfo
        self.fault = fault
    }
}
