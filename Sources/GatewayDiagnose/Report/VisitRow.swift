internal import GatewayFaults
public import GatewayReactor
internal import GatewayWire

/// One visit in a document.
public struct VisitRow: Encodable, Sendable {
    public struct Certificate: Encodable, Sendable {
        public var subject: String
        public var issuer: String
        public var notBefore: Int64
        public var notAfter: Int64
        public var names: [String]
        public var fingerprint: String
    }

    public struct Exchange: Encodable, Sendable {
        public var idleMilliseconds: UInt64
        public var status: UInt16?
        public var fault: String?
        public var firstByteMilliseconds: Double?
        public var totalMilliseconds: Double?
        public var headBytes: Int?
        public var contentBytes: UInt64?
        /// `name: value`, secrets left out.
        public var fields: [String]
    }

    public var purpose: VisitPlan.Purpose
    public var address: String
    public var connectMilliseconds: Double?
    public var handshakeMilliseconds: Double?
    public var fault: String?
    public var errno: String?
    public var alert: String?
    public var tlsVersion: String?
    public var cipher: String?
    /// The session of a visit before was taken up, which takes less time than a full handshake; nil for no.
    public var isResumed: Bool?
    /// What differed from the usual handshake or request.
    public var variation: String?
    public var applicationProtocol: String?
    /// Of HTTP, where an exchange came about.
    public var httpVersion: String?
    /// What the OCSP response says that the server showed; `none` for no response.
    public var staple: PeerStaple?
    public var certificates: [Certificate]
    public var exchanges: [Exchange]
    public var retransmits: UInt32
    public var closedIdleAfterMilliseconds: Double?

    private static let secrets: Set<String> = ["set-cookie", "authorization", "www-authenticate", "proxy-authenticate"]

    init(_ visit: Visit) {
        self.purpose = visit.purpose
        self.address = visit.address.text
        self.connectMilliseconds = visit.connect
        self.handshakeMilliseconds = visit.handshake
        self.fault = visit.fault?.detail.token
        if let fault = visit.firstFault {
            switch fault.detail.codeMeaning {
            case .errno: self.errno = fault.code == 0 ? nil : Errno.name(fault.code)
            case .tlsAlert: self.alert = TLSAlert.name(fault.code) ?? String(fault.code)
            case .none, .offset, .dnsRcode, .http2Error, .status, .limit, .milliseconds: break
            }
        }
        self.variation = visit.variation?.rawValue ?? visit.request?.token
        self.staple = visit.staple
        self.tlsVersion = visit.tls?.version
        self.cipher = visit.tls?.cipher
        self.isResumed = visit.tls?.isResumed == true ? true : nil
        self.applicationProtocol = visit.tls?.applicationProtocol
        if !visit.exchanges.isEmpty { self.httpVersion = visit.version == .http2 ? "2" : "1.1" }
        self.certificates = visit.certificates.map { facts in
            Certificate(
                subject: facts.subject,
                issuer: facts.issuer,
                notBefore: facts.notBefore,
                notAfter: facts.notAfter,
                names: Array(facts.names.prefix(20)),
                fingerprint: facts.fingerprint
            )
        }
        self.exchanges = visit.exchanges.map(Self.exchange)
        self.retransmits = visit.retransmits
        self.closedIdleAfterMilliseconds = visit.closedIdleAfter
    }

    private static func exchange(_ exchange: Visit.Exchange) -> Exchange {
        Exchange(
            idleMilliseconds: exchange.idle,
            status: exchange.response?.status,
            fault: exchange.fault?.detail.token,
            firstByteMilliseconds: exchange.firstByte,
            totalMilliseconds: exchange.total,
            headBytes: exchange.response?.headBytes,
            contentBytes: exchange.response?.contentBytes,
            fields: (exchange.response?.fields ?? []).prefix(64).map { field in
                let isSecret = Self.secrets.contains(field.name.lowercased())
                return "\(field.name): \(isSecret ? "…" : String(field.value.prefix(300)))"
            }
        )
    }
}
