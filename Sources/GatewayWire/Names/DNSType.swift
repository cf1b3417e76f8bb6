/// The record types that are read here (RFC 1035 §3.2.2, §3.3.11 to §3.3.13, RFC 3596, RFC 2782, RFC 6891, RFC 9460).
public enum DNSType: UInt16, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    case a = 1
    case ns = 2
    case cname = 5
    case soa = 6
    case ptr = 12
    case aaaa = 28
    case srv = 33
    case opt = 41
    case https = 65
}

/// An IP address in a record: bytes as they came, without port or scope.
public enum DNSAddress: Hashable, Sendable, BitwiseCopyable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)
}
