extension HostPattern {
    /// Reads `shop.example`, `*.shop.example`, `192.0.2.1`, `[::1]`.
    init(configuration text: String) throws(ValueError) {
        guard !text.contains("://"), !text.contains("/") else {
            throw ValueError(
                "\(text.quoted) is more than a host",
                fix: "put the path under `path`, leave the scheme out"
            )
        }
        if text == "*" { throw ValueError("`*` is every host", fix: "leave `host` out") }
        if text.hasPrefix("*.") {
            self = .wildcard(suffix: ".\(try HostText.name(text.dropFirst(2)))")
            return
        }
        guard !text.contains("*") else {
            throw ValueError(
                "\(text.quoted) has a `*` inside",
                fix: "a `*` stands only for the first labels, `*.example`"
            )
        }
        // As it stands in a Host field: RFC 3986 §3.2.2 puts IPv6 addresses in brackets.
        let inner = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        if let address = IPAddress(inner), address.family == .v6 || inner == text {
            self = .exact(address.family == .v6 ? "[\(address)]" : "\(address)")
            return
        }
        guard HostText.splitPort(Substring(text)).port == nil else {
            throw ValueError("\(text.quoted) has a port", fix: "leave the port out; it does not count when matching")
        }
        self = .exact(try HostText.name(text))
    }
}
