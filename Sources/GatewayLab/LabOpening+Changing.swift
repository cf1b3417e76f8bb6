import NIOCore
import NIOPosix

// Peers that do not stay as they are.
extension LabOpening {
    /// A listener that comes and goes.
    ///
    /// The port is also the local end of a connection of ours, as that of `refused` is: while nobody listens it
    /// refuses, and the kernel chooses it for nobody else.
    func openSpell(_ kind: Spell, of recipe: Recipe, _ port: Int) async throws -> (PeerSpell, port: Int) {
        let port = try await self.openBoundOnly(port, isShared: true)
        let (host, floor, group) = (self.host, self.floor, self.group)
        let spell = PeerSpell(kind, options: floor.options) { spell in
            LabOpening.peers(floor, group, following: recipe, spell: spell).bind(host: host, port: port)
        }
        _ = try await spell.open().get()
        return (spell, port)
    }

    /// What the name server says of a name that moves here: first another address of this machine.
    ///
    /// Where the lab has an IPv6 address, the old one is still of IPv4: there is one loopback address of IPv6 only.
    func move() throws -> [NameAct] {
        let old: NameRecord = self.host == "127.0.0.2" ? .v4(127, 0, 0, 3, ttl: 60) : .v4(127, 0, 0, 2, ttl: 60)
        return [.records([old]), .records([try LabOpening.record(of: self.host)])]
    }

    private static func record(of host: String) throws -> NameRecord {
        let address = try SocketAddress(ipAddress: host, port: 0)
        let bytes = Array(host.split(separator: ".").compactMap { UInt8($0) })
        guard address.protocol == .inet, bytes.count == 4 else { return .loopbackV6(ttl: 60) }
        return .v4(bytes[0], bytes[1], bytes[2], bytes[3], ttl: 60)
    }
}
