/// The addresses that share a prefix (`10.0.0.0/8`), as written in CIDR notation.
public struct AddressRange: Hashable, Sendable, BitwiseCopyable {
    /// The first address of the range: bits behind the prefix are zero.
    public let base: IPAddress
    public let prefixLength: Int

    /// Bits of `address` behind the prefix are cleared; the prefix is clamped to the family's width.
    public init(_ address: IPAddress, prefixLength: Int) {
        self.prefixLength = max(0, min(prefixLength, address.bitWidth))
        self.base = Self.masked(address, self.prefixLength)
    }

    /// Whether the address lies in the range.
    ///
    /// An IPv4 address inside IPv6 counts as IPv4.
    public func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        guard address.family == self.base.family else { return false }
        return Self.masked(address, self.prefixLength) == self.base
    }

    private static func masked(_ address: IPAddress, _ prefix: Int) -> IPAddress {
        switch address.family {
        case .v4:
            // A Swift shift by the full width gives zero, which is the mask of a /0.
            let mask = UInt32.max << UInt32(32 - prefix)
            return IPAddress(v4: UInt32(truncatingIfNeeded: address.low) & mask)
        case .v6:
            let high = UInt64.max << UInt64(64 - min(prefix, 64))
            let low = UInt64.max << UInt64(64 - max(prefix - 64, 0))
            return IPAddress(v6: address.high & high, address.low & low)
        }
    }
}

extension AddressRange: CustomStringConvertible {
    public var description: String { "\(self.base)/\(self.prefixLength)" }
}
