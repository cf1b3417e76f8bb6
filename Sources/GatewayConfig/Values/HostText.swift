/// Checks host names.
///
/// Not responsible for ports, schemes or resolving.
enum HostText {
    /// A name or an IPv4 address in lower case, without final dot.
    ///
    /// Underscores are let through: RFC 1123 has none, but container networks do.
    static func name(_ text: some StringProtocol) throws(ValueError) -> String {
        var name = text.lowercased()
        if name.hasSuffix("."), name.utf8.count > 1 { name.removeLast() }
        guard !name.isEmpty else { throw ValueError("the host is empty") }
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw ValueError("\(text.quoted) has letters outside ASCII", fix: "write the name in its `xn--` form")
        }
        guard name.utf8.count <= 253 else { throw ValueError("\(text.quoted) is longer than 253 characters") }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.utf8.count), label.utf8.allSatisfy(Self.isNameByte), !label.hasPrefix("-"),
                !label.hasSuffix("-")
            else { throw ValueError("\(text.quoted) is not a host name") }
        }
        // RFC 3986 §3.2.2: what looks like an address is one, so `10.0.0.300` must not become a name to resolve.
        if labels.last?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == true, IPAddress(name) == nil {
            throw ValueError("\(text.quoted) is not an IPv4 address", fix: "write four numbers up to 255, `192.0.2.1`")
        }
        return name
    }

    /// A name, an IPv4 address or an IPv6 address in brackets; the result has no brackets.
    static func nameOrBracketed(_ text: some StringProtocol) throws(ValueError) -> String {
        guard text.hasPrefix("[") else { return try Self.name(text) }
        guard text.hasSuffix("]"), let address = IPAddress(String(text.dropFirst().dropLast())),
            address.family == .v6
        else { throw ValueError("\(text.quoted) is not an IPv6 address in brackets", fix: "write it like `[::1]`") }
        return address.description
    }

    /// Splits `host:port`, keeping brackets; no port gives nil.
    static func splitPort(_ text: Substring) -> (host: Substring, port: Substring?) {
        let end = text.hasPrefix("[") ? (text.firstIndex(of: "]") ?? text.endIndex) : text.startIndex
        guard let colon = text[end...].lastIndex(of: ":") else { return (text, nil) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    static func port(_ text: Substring, allowZero: Bool) throws(ValueError) -> Int {
        let lowest = allowZero ? 0 : 1
        guard text.utf8.count <= 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text),
            (lowest...65535).contains(port)
        else { throw ValueError("\(text.quoted) is not a port", fix: "ports go from \(lowest) to 65535") }
        return port
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
