extension AddressRange {
    /// Reads `10.0.0.0/8`, `2001:db8::/32` or one address.
    init(configuration text: String) throws(ValueError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else {
            throw ValueError(
                "\(text.quoted) is not an address range",
                fix: "write it like `10.0.0.0/8` or `2001:db8::/32`"
            )
        }
        guard parts.count == 2 else {
            self.init(address.unmapped, prefixLength: address.unmapped.bitWidth)
            return
        }
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let prefix = Int(parts[1]), prefix <= address.bitWidth
        else {
            throw ValueError("\(text.quoted) has a wrong prefix length", fix: "it goes from 0 to \(address.bitWidth)")
        }
        // Peers' addresses are compared unmapped, so a range of mapped addresses is one of IPv4 addresses.
        let isMapped = address.unmapped != address && prefix >= 96
        let first = isMapped ? address.unmapped : address
        self.init(first, prefixLength: isMapped ? prefix - 96 : prefix)
        guard self.base == first else {
            throw ValueError("\(text.quoted) has bits behind its prefix", fix: "write `\(self)`")
        }
    }
}
