/// One record of a type that the gateway understands.
///
/// Names are in lower case and without their final dot; a byte that no host name has is written as `\DDD`.
public struct DNSRecord: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case address(DNSAddress)
        /// CNAME: the name whose records are meant.
        case alias(String)
        /// PTR: what an address is called.
        case pointer(String)
        /// NS: a server of the zone.
        case nameServer(String)
        /// SOA: which edition of the zone it is.
        case edition(serial: UInt32)
        /// SRV (RFC 2782).
        case service(DNSService)
        /// HTTPS (RFC 9460).
        case binding(DNSBinding)
    }

    public var name: String
    /// Seconds.
    ///
    /// RFC 2181 §8: a value with the top bit set is 0.
    public var ttl: UInt32
    public var value: Value

    public init(name: String, ttl: UInt32, value: Value) {
        self.name = name
        self.ttl = ttl
        self.value = value
    }
}

/// Where a service is offered, and in which order servers are tried (RFC 2782).
public struct DNSService: Hashable, Sendable {
    /// The lowest is tried first.
    public var priority: UInt16
    /// Share among those of one priority; 0 is a very small one.
    public var weight: UInt16
    public var port: UInt16
    /// The empty name says that the service is decidedly not offered.
    public var target: String

    public init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }
}
