public import GatewayConfig

/// What a client's limits are counted under: its IPv4 address, or the /64 of its IPv6 address.
///
/// A /64 is one subscriber's, who could otherwise come from a new address each time.
public struct ClientKey: Hashable, Sendable, BitwiseCopyable {
    let bits: UInt64
    /// Part of the key, because the IPv6 prefix `::/64` and 0.0.0.0 have the same bits.
    let isV4: Bool

    public init(_ address: IPAddress) {
        let address = address.unmapped
        switch address.family {
        case .v4:
            self.bits = address.low
            self.isV4 = true
        case .v6:
            self.bits = address.high
            self.isV4 = false
        }
    }

    init(bits: UInt64, isV4: Bool) {
        self.bits = bits
        self.isV4 = isV4
    }

    /// A number that nobody who does not know the seed can steer.
    func hash(_ seed: UInt64) -> UInt64 {
        // Two rounds of multiply and fold: full 128-bit products leave no bit of the input without effect.
        let first = (self.bits ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let mixed = first.high ^ first.low ^ (self.isV4 ? 0xD6E8_FEB8_6659_FD93 : 0)
        let second = (mixed ^ (seed >> 32 | seed << 32)).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return second.high ^ second.low
    }
}
