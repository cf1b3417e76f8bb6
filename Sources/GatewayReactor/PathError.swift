internal import CGatewaySystem

/// What a router, or the machine itself, said by ICMP of a packet of ours.
public struct PathError: Sendable, BitwiseCopyable, Hashable {
    public enum Kind: Sendable, BitwiseCopyable, Hashable {
        /// The packet had no hops left: it was on its way.
        case hopsUsedUp
        /// Nobody takes it further: the code of ICMP (RFC 792) or ICMPv6 (RFC 4443 §3.1).
        case unreachable(code: UInt8)
        case other(type: UInt8)
    }

    public let reporter: SocketAddress
    public let kind: Kind

    init?(descriptor: Int32) {
        var address = gg_address()
        var type: Int32 = 0
        var code: Int32 = 0
        // SAFETY: the C side fills what it is given, and says whether it did.
        guard unsafe gg_path_error(descriptor, &address, &type, &code) == 0 else { return nil }
        self.reporter = SocketAddress(address)
        let isV6 = self.reporter.family == .v6
        switch (isV6, type) {
        case (false, 11), (true, 3): self.kind = .hopsUsedUp
        case (false, 3), (true, 1): self.kind = .unreachable(code: UInt8(truncatingIfNeeded: code))
        default: self.kind = .other(type: UInt8(truncatingIfNeeded: type))
        }
    }
}
