internal import CGatewaySystem

/// An IP address with a port, or the mark of a Unix-socket peer, which has neither.
@safe
public struct SocketAddress: Sendable, BitwiseCopyable, Hashable {
    public enum Family: UInt8, Sendable, BitwiseCopyable { case unix = 0, v4 = 4, v6 = 6 }

    public let family: Family
    public let port: UInt16
    public let scope: UInt32
    /// Network byte order; IPv4 uses the first four bytes of `high`.
    public let high: UInt64
    public let low: UInt64

    public init(family: Family, high: UInt64, low: UInt64, port: UInt16, scope: UInt32 = 0) {
        self.family = family
        self.high = high
        self.low = low
        self.port = port
        self.scope = scope
    }

    /// `127.0.0.1`.
    public static func loopbackV4(port: UInt16) -> SocketAddress {
        SocketAddress(family: .v4, high: 0x7F00_0001 << 32, low: 0, port: port)
    }

    /// `::1`.
    public static func loopbackV6(port: UInt16) -> SocketAddress {
        SocketAddress(family: .v6, high: 0, low: 1, port: port)
    }

    public static let unix = SocketAddress(family: .unix, high: 0, low: 0, port: 0)

    /// The same address at another port.
    public func at(port: UInt16) -> SocketAddress {
        SocketAddress(family: self.family, high: self.high, low: self.low, port: port, scope: self.scope)
    }

    /// Byte `index` of the address in network order; 0 ..< 4 for IPv4, 0 ..< 16 for IPv6.
    public func byte(_ index: Int) -> UInt8 {
        let half = index < 8 ? self.high : self.low
        return UInt8(truncatingIfNeeded: half >> UInt64(56 - (index & 7) * 8))
    }

    /// The IPv4 address inside an IPv4-mapped IPv6 address, else the address itself.
    public var unmapped: SocketAddress {
        guard self.family == .v6, self.high == 0, self.low >> 32 == 0xFFFF else { return self }
        return SocketAddress(family: .v4, high: self.low << 32, low: 0, port: self.port)
    }

    init(_ from: gg_address) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        // SAFETY: the tuple is sixteen bytes of plain storage.
        unsafe withUnsafeBytes(of: from.ip) { bytes in
            for index in 0..<8 { high = unsafe high << 8 | UInt64(bytes[index]) }
            for index in 8..<16 { low = unsafe low << 8 | UInt64(bytes[index]) }
        }
        let family = Family(rawValue: from.family) ?? .unix
        self.init(family: family, high: high, low: low, port: from.port, scope: from.scope)
    }

    var system: gg_address {
        var to = gg_address()
        to.family = self.family.rawValue
        to.port = self.port
        to.scope = self.scope
        // SAFETY: the tuple is sixteen bytes of plain storage.
        unsafe withUnsafeMutableBytes(of: &to.ip) { bytes in
            for index in 0..<16 { unsafe bytes[index] = self.byte(index) }
        }
        return to
    }
}
