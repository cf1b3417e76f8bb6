public import GatewayFaults
public import GatewayReactor
public import GatewayWire

/// What one visit saw: the record that verdicts are made from.
public struct Visit: Sendable {
    /// One exchange on the connection.
    public struct Exchange: Sendable {
        /// Milliseconds that the connection was idle before it.
        public var idle: UInt64 = 0
        public var response: VisitResponse?
        public var fault: Fault?
        /// Milliseconds from the request to the first byte of the response, and to its end.
        public var firstByte: Double?
        public var total: Double?
        /// What came instead of a response that can be read.
        public var strangeBytes: [UInt8] = []
        /// Interim responses before the final one.
        public var interim = 0
        /// The rule of HTTP/2 that the server broke.
        public var violation: HTTP2Error?
        /// What it said when it ended the connection (RFC 9113 §6.8).
        public var goAway: HTTP2ErrorCode?
    }

    public var purpose: VisitPlan.Purpose
    public var address: SocketAddress
    public var encryption: VisitPlan.Encryption?
    /// What differed from the usual handshake.
    public var variation: HandshakeVariation?
    /// What differed from the usual request.
    public var request: RequestVariation?
    /// Milliseconds.
    public var connect: Double?
    public var handshake: Double?
    /// What ended the visit before any exchange.
    public var fault: Fault?
    public var tls: TLSFacts?
    /// OpenSSL's view of a handshake that failed.
    public var tlsFailure: TLSFailure?
    /// The server's own certificate first.
    public var certificates: [CertificateFacts] = []
    /// The OCSP response that it showed; nil where no handshake was finished.
    public var staple: PeerStaple?
    /// The server asked for a certificate, which a visitor without an account has none of.
    public var isAskedForCertificate = false
    /// The version that was spoken, where it came to that and is not HTTP/1.
    public var version: HTTPVersion?
    public var exchanges: [Exchange] = []
    /// Milliseconds after which the server closed the connection while nothing was asked.
    public var closedIdleAfter: Double?
    /// Milliseconds from beginning to end.
    public var lasted: Double = 0
    /// Segments that had to be sent again.
    public var retransmits: UInt32 = 0
    public var roundTrip: Double?
    /// Milliseconds since 1970, when it began.
    public var started: UInt64 = 0

    public init(_ purpose: VisitPlan.Purpose, _ address: SocketAddress) {
        self.purpose = purpose
        self.address = address
    }

    public var response: VisitResponse? { self.exchanges.first?.response }

    /// The first thing that went wrong.
    public var firstFault: Fault? { self.fault ?? self.exchanges.first { $0.fault != nil }?.fault }

    /// A response came, whatever its status, and was whole.
    public var isAnswered: Bool { self.firstFault == nil && self.response != nil }

    /// What a later connection to the same address with the same encryption may take up.
    var resumption: TLSResumption?

    /// When its parts were over, in monotonic nanoseconds; nil where it did not come to that.
    struct Marks: Sendable {
        var began: UInt64 = 0
        var connected: UInt64?
        var secured: UInt64?
        var ended: UInt64 = 0
    }

    var marks = Marks()
}
