internal import GatewayReactor

/// A record that the lab's name server hands out.
public struct NameRecord: Sendable, Hashable {
    /// RFC 1035 §3.2.2: 1 is A, 2 NS, 5 CNAME, 6 SOA, 12 PTR, 28 AAAA, 33 SRV.
    let type: UInt16
    let ttl: UInt32
    let data: [UInt8]

    /// A: four numbers.
    public static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 1, ttl: ttl, data: [a, b, c, d])
    }

    /// AAAA of the loopback address.
    public static func loopbackV6(ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 28, ttl: ttl, data: [UInt8](repeating: 0, count: 15) + [1])
    }

    /// AAAA of sixteen bytes.
    public static func v6(_ bytes: [UInt8], ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 28, ttl: ttl, data: bytes)
    }

    /// A or AAAA of an address in its usual form; nil for what is none.
    public static func address(_ text: String, ttl: UInt32 = 30) -> NameRecord? {
        guard let address = SocketAddress(literal: text, port: 0) else { return nil }
        let isV6 = address.family == .v6
        return NameRecord(type: isV6 ? 28 : 1, ttl: ttl, data: (0..<(isV6 ? 16 : 4)).map { address.byte($0) })
    }

    /// PTR: what the address behind a reverse name is called.
    public static func pointer(_ name: String, ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 12, ttl: ttl, data: NameBytes.name(name))
    }

    public static func alias(_ name: String, ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 5, ttl: ttl, data: NameBytes.name(name))
    }

    /// NS: a server of the zone.
    public static func server(_ name: String, ttl: UInt32 = 30) -> NameRecord {
        NameRecord(type: 2, ttl: ttl, data: NameBytes.name(name))
    }

    /// SOA: the zone's edition; its times are a second each.
    public static func edition(_ serial: UInt16, ttl: UInt32 = 30) -> NameRecord {
        let times = (0..<4).flatMap { _ in [0, 0, 0, 1] as [UInt8] }
        let names = NameBytes.name("ns.invalid") + NameBytes.name("post.invalid")
        return NameRecord(type: 6, ttl: ttl, data: names + [0, 0] + NameBytes.big(serial) + times)
    }

    /// RFC 2782.
    public static func service(
        _ target: String,
        port: Int,
        priority: UInt16 = 0,
        weight: UInt16 = 0,
        ttl: UInt32 = 30
    ) -> NameRecord {
        let numbers = [priority, weight, UInt16(truncatingIfNeeded: port)].flatMap { NameBytes.big($0) }
        return NameRecord(type: 33, ttl: ttl, data: numbers + NameBytes.name(target))
    }
}
