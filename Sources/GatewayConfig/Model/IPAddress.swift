/// An IPv4 or IPv6 address as a number.
///
/// Not responsible for ports, zones or names.
public struct IPAddress: Hashable, Sendable, BitwiseCopyable {
    public enum Family: UInt8, Hashable, Sendable, BitwiseCopyable {
        case v4, v6
    }

    public let family: Family
    /// The first eight bytes in network order; for IPv4 zero.
    public let high: UInt64
    /// The last eight bytes in network order; for IPv4 the address is in the lower 32 bits.
    public let low: UInt64

    public init(v4 number: UInt32) {
        self.family = .v4
        self.high = 0
        self.low = UInt64(number)
    }

    public init(v6 high: UInt64, _ low: UInt64) {
        self.family = .v6
        self.high = high
        self.low = low
    }

    /// Number of bits of the family's addresses.
    public var bitWidth: Int { self.family == .v4 ? 32 : 128 }

    /// An IPv4 address written in IPv6 (`::ffff:10.0.0.1`) as the IPv4 address that it means; others unchanged.
    public var unmapped: IPAddress {
        guard self.family == .v6, self.high == 0, self.low >> 32 == 0xffff else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: self.low))
    }

    /// 127.0.0.0/8 and ::1.
    public var isLoopback: Bool {
        let address = self.unmapped
        switch address.family {
        case .v4: return address.low >> 24 == 127
        case .v6: return address.high == 0 && address.low == 1
        }
    }

    /// 0.0.0.0 and ::, which as a listen address mean every address of the machine.
    public var isUnspecified: Bool { self.high == 0 && self.low == 0 }

    /// The bytes in network order: 4 or 16.
    public var bytes: [UInt8] {
        switch self.family {
        case .v4: return (0..<4).map { UInt8(truncatingIfNeeded: self.low >> (24 - 8 * UInt64($0))) }
        case .v6:
            return [self.high, self.low].flatMap { half in
                (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64($0))) }
            }
        }
    }
}
