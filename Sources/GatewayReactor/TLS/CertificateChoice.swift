/// Which certificates a server has for a name that a client asks for (RFC 6066 §3).
///
/// A pure value: exact names first, then a wildcard for the first label (RFC 9525 §6.3), else the first certificate,
/// because a client without or with another name is better served with a certificate it can complain about.
struct CertificateChoice: Sendable {
    private let byName: [String: [Int]]
    private let fallback: [Int]
    /// By certificate, in small letters.
    private let names: [Set<String>]

    /// - Parameter certificates: names and kind of key of each, in the order of the configuration.
    init(_ certificates: [(names: [String], keyType: String)]) {
        var byName: [String: [Int]] = [:]
        self.names = certificates.map { Set($0.names) }
        for (index, certificate) in certificates.enumerated() {
            for name in certificate.names {
                let found = byName[name, default: []]
                // One of each kind of key: the first that the configuration names.
                guard !found.contains(where: { certificates[$0].keyType == certificate.keyType }) else { continue }
                byName[name] = found + [index]
            }
        }
        self.byName = byName
        guard let first = certificates.first else {
            self.fallback = []
            return
        }
        self.fallback = first.names.first.flatMap { byName[$0] } ?? [0]
    }

    /// Indices of certificates; of those without a name that matches, the first.
    func certificates(for name: String?) -> [Int] {
        guard var name = name?.lowercased(), !name.isEmpty, name.utf8.count <= 255 else { return self.fallback }
        if name.hasSuffix(".") { name.removeLast() }
        if let exact = self.byName[name] { return exact }
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return self.fallback }
        return self.byName["*" + name[dot...]] ?? self.fallback
    }

    func standing(of host: String, askedFor name: String?) -> HostStanding {
        let having = self.having(host)
        guard !having.isEmpty else { return .none }
        return self.certificates(for: name).contains { having.contains($0) } ? .shown : .another
    }

    private func having(_ host: String) -> [Int] {
        var host = host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        let wildcard = host.firstIndex(of: ".").map { "*" + host[$0...] }
        return self.names.indices.filter { index in
            self.names[index].contains(host) || wildcard.map { self.names[index].contains($0) } ?? false
        }
    }

    /// Whether only the fallback has something for `name`.
    var isTrivial: Bool { Set(self.byName.values.map { $0 }).subtracting([self.fallback]).isEmpty }
}
