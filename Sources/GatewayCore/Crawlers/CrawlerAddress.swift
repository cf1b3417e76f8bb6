public import GatewayConfig
public import GatewayWire

/// Addresses that a crawler can come from.
public enum CrawlerAddress {
    /// RFC 1918, RFC 6598, RFC 3927, RFC 1122 §3.2.1.3, RFC 4193, RFC 4291 §2.5.
    private static let local: [AddressRange] = [
        AddressRange(IPAddress(v4: 0), prefixLength: 8),
        AddressRange(IPAddress(v4: 0x0A00_0000), prefixLength: 8),
        AddressRange(IPAddress(v4: 0x6440_0000), prefixLength: 10),
        AddressRange(IPAddress(v4: 0x7F00_0000), prefixLength: 8),
        AddressRange(IPAddress(v4: 0xA9FE_0000), prefixLength: 16),
        AddressRange(IPAddress(v4: 0xAC10_0000), prefixLength: 12),
        AddressRange(IPAddress(v4: 0xC0A8_0000), prefixLength: 16),
        AddressRange(IPAddress(v6: 0, 0), prefixLength: 127),
        AddressRange(IPAddress(v6: 0xFC00_0000_0000_0000, 0), prefixLength: 7),
        AddressRange(IPAddress(v6: 0xFE80_0000_0000_0000, 0), prefixLength: 10),
    ]

    /// What to ask the name system for; nil for an address of this machine or a private network.
    ///
    /// Such an address belongs to a proxy that is not in `trusted-proxies`: who stands behind it cannot be told, and
    /// taking all for impostors would be wrong for the crawlers among them.
    public static func question(_ address: IPAddress) -> DNSAddress? {
        let address = address.unmapped
        guard !Self.local.contains(where: { $0.contains(address) }) else { return nil }
        switch address.family {
        case .v4: return .v4(UInt32(truncatingIfNeeded: address.low))
        case .v6: return .v6(high: address.high, low: address.low)
        }
    }
}
