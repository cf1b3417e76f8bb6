public import GatewayReactor

/// One connection that is to be made, and what is to be asked on it.
public struct VisitPlan: Sendable {
    /// How the connection is encrypted.
    public struct Encryption: Hashable, Sendable {
        /// Sent by SNI, and expected in the certificate; nil sends none.
        public var name: String?
        public var protocols: [String]
        public var verifies: Bool
        public var minimum = TLSVersion.v12
        public var maximum = TLSVersion.v13

        /// What browsers offer.
        public static let both = ["h2", "http/1.1"]

        public init(name: String?, protocols: [String] = Self.both, verifies: Bool = true) {
            self.name = name
            self.protocols = protocols
            self.verifies = verifies
        }
    }

    /// A request, and how long the connection stays idle before it.
    public struct Request: Hashable, Sendable {
        public var method: String
        /// The head, from the request line to the empty line.
        public var bytes: [UInt8]
        public var content: [UInt8] = []
        public var idleMilliseconds: UInt64 = 0

        public init(method: String, bytes: [UInt8], idleMilliseconds: UInt64 = 0) {
            self.method = method
            self.bytes = bytes
            self.idleMilliseconds = idleMilliseconds
        }
    }

    public enum Purpose: String, Codable, Hashable, Sendable {
        /// As a browser would.
        case page
        /// Once more without verifying the certificate, to see what is behind it.
        case unverified
        /// Only a connection to another port of the same machine.
        case port
        /// Only the handshake, to compare.
        case handshake
        /// In the other version of HTTP.
        case version
        /// With one thing changed.
        case contrast
        /// One of several tries.
        case sample
        /// Past the gateway.
        case origin
        /// Addresses that the zone's own servers have and the resolver has not.
        case zone
        /// Reuse after idle times.
        case reuse
        /// Whether this machine reaches anything at all.
        case control
    }

    public var purpose: Purpose
    public var address: SocketAddress
    public var encryption: Encryption?
    /// None: the connection is all that is wanted.
    public var requests: [Request]
    public var limits = VisitLimits()
    /// Without TLS HTTP/2 has to be known beforehand (RFC 9113 §3.3).
    public var speaksHTTP2 = false
    /// What differs from the usual handshake.
    public var variation: HandshakeVariation?
    /// What differs from the usual request.
    public var request: RequestVariation?
    /// The MSS that is announced; nil for the system's.
    public var largestSegment: Int32?

    /// Taken up instead of a full handshake: of an earlier visit with the same address, name and trust.
    var resumed: TLSResumption?

    public init(_ purpose: Purpose, _ address: SocketAddress, _ encryption: Encryption?, _ requests: [Request]) {
        self.purpose = purpose
        self.address = address
        self.encryption = encryption
        self.requests = requests
    }
}
