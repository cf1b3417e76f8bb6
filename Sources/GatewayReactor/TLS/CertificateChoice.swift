/// Which certificates a server has for a name that a client asks for (RFC 6066 §3).
///
/// A pure value: exact names first, then a wildcard for the first label (RFC 9525 §6.3), else the first certificate,
/// because a client without or with another name is better served with a certificate it can complain about.
struct CertificateChoice: Sendable {
    private let byName: [String: [Int]]
    private let fallback: [Int]

    /// - Parameter certificates: names and kind of key of each, in the order of the configuration.
    init(_ certificates: [(names: [String], keyType: String)]) {
        var byName: [String: [Int]] = [:]
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

    /// Whether only the fallback has something for `name`.
    var isTrivial: Bool { Set(self.byName.values.map { $0 }).subtracting([self.fallback]).isEmpty }
}
