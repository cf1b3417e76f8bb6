/// An IP address with a port, as a PROXY header tells it.
///
/// Not responsible for text nor for what the address stands for.
public struct ProxyAddress: Hashable, Sendable, BitwiseCopyable {
    public enum Family: UInt8, Hashable, Sendable, BitwiseCopyable {
        case v4, v6
    }

    public var family: Family
    /// The first eight bytes in network order; for IPv4 zero.
    public var high: UInt64
    /// The last eight bytes in network order; for IPv4 the address is in the lower 32 bits.
    public var low: UInt64
    public var port: UInt16

    public init(v4 number: UInt32, port: UInt16) {
        self.family = .v4
        self.high = 0
        self.low = UInt64(number)
        self.port = port
    }

    public init(v6 high: UInt64, _ low: UInt64, port: UInt16) {
        self.family = .v6
        self.high = high
        self.low = low
        self.port = port
    }

    /// The same address in IPv6 form: an IPv4 address as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2).
    public var mapped: ProxyAddress {
        switch self.family {
        case .v4: ProxyAddress(v6: 0, 0xffff_0000_0000 | self.low, port: self.port)
        case .v6: self
        }
    }
}
