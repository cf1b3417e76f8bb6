extension DNSAddress {
    /// The name under which PTR records of the address stand (RFC 1035 §3.5, RFC 3596 §2.5).
    public var reverseName: String {
        switch self {
        case .v4(let value):
            let numbers = (0..<4).map { String(value >> ($0 * 8) & 0xFF) }
            return numbers.joined(separator: ".") + ".in-addr.arpa"
        case .v6(let high, let low):
            let digits = [low, high].flatMap { half in (0..<16).map { String(half >> ($0 * 4) & 0xF, radix: 16) } }
            return digits.joined(separator: ".") + ".ip6.arpa"
        }
    }
}
