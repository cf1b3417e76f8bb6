public import GatewayWire

/// The names of `/etc/hosts`, read again when the file changes (`hosts(5)`).
///
/// Not responsible for `localhost`, which needs no file.
public struct HostsFile {
    private var file: WatchedFile
    private var names: [String: [DNSAddress]] = [:]
    /// Entries beyond these are not kept.
    private static let mostNames = 65_536

    public init(path: String = "/etc/hosts") { self.file = WatchedFile(path: path) }

    /// The addresses of `name`, in the file's order; none when it does not stand there.
    public mutating func addresses(of name: String) -> [DNSAddress] {
        if self.file.hasChanged() { self.names = Self.parse(self.file.contents()) }
        return self.names[name.lowercased()] ?? []
    }

    /// One address a line, then its names; `#` begins a comment.
    ///
    /// A line that is none is passed over, as others do.
    static func parse(_ bytes: [UInt8]) -> [String: [DNSAddress]] {
        var names: [String: [DNSAddress]] = [:]
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 0x20 || $0 == 0x09 }
            guard let first = words.first, first.count <= 64,
                let address = SocketAddress(literal: String(decoding: first, as: UTF8.self), port: 0),
                let value = DNSAddress(address)
            else { continue }
            for word in words.dropFirst() where word.count <= 255 {
                let name = String(decoding: word, as: UTF8.self).lowercased()
                guard names[name] != nil || names.count < Self.mostNames else { continue }
                if names[name]?.contains(value) != true { names[name, default: []].append(value) }
            }
        }
        return names
    }
}

extension DNSAddress {
    /// nil for a Unix socket, which has none.
    public init?(_ address: SocketAddress) {
        switch address.family {
        case .unix: return nil
        case .v4: self = .v4(UInt32(truncatingIfNeeded: address.high >> 32))
        case .v6: self = .v6(high: address.high, low: address.low)
        }
    }
}

extension SocketAddress {
    public init(_ address: DNSAddress, port: UInt16) {
        switch address {
        case .v4(let value): self.init(family: .v4, high: UInt64(value) << 32, low: 0, port: port)
        case .v6(let high, let low): self.init(family: .v6, high: high, low: low, port: port)
        }
    }
}
