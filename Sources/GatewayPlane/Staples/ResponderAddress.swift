/// Where an OCSP responder is asked: the parts of an `http://` address.
///
/// Plain HTTP only: the response is signed, and whoever wanted TLS here would need the status of one more certificate
/// first (RFC 5280 §4.2.2.1 advises against it).
struct ResponderAddress: Equatable {
    var host: String
    var port: UInt16
    /// What follows the authority; at least `/`.
    var path: String

    private static let limit = 2048

    init?(_ text: String) {
        // Only what is safe in a request line: the certificate wrote it.
        guard text.utf8.count <= Self.limit, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            text.lowercased().hasPrefix("http://")
        else { return nil }
        let rest = text.dropFirst("http://".count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let tail = rest[end...].prefix { $0 != "#" }
        guard let (host, port) = Self.split(rest[..<end]) else { return nil }
        self.host = host
        self.port = port
        self.path = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    private static func split(_ authority: Substring) -> (String, UInt16)? {
        guard !authority.contains("@") else { return nil }
        let isLiteral = authority.hasPrefix("[")
        let host = isLiteral ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        let tail = authority.dropFirst(host.count + (isLiteral ? 2 : 0))
        guard !host.isEmpty, host.count <= 253, !isLiteral || authority.contains("]") else { return nil }
        if tail.isEmpty { return (String(host), 80) }
        guard tail.hasPrefix(":"), let port = UInt16(tail.dropFirst()), port > 0 else { return nil }
        return (String(host), port)
    }

    /// The authority as `Host` says it.
    var authority: String {
        let name = self.host.contains(":") ? "[\(self.host)]" : self.host
        return self.port == 80 ? name : "\(name):\(self.port)"
    }
}
