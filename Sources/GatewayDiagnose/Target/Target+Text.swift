internal import GatewayReactor

extension Target {
    /// The address, if the host is one and no name.
    var literal: SocketAddress? { SocketAddress(literal: self.host, port: self.port) }

    /// What `Host` says (RFC 9110 §7.2).
    public var authority: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return self.port == self.scheme.port ? host : "\(host):\(self.port)"
    }

    /// The whole URI, without user information.
    public var text: String { "\(self.scheme.rawValue)://\(self.authority)\(self.path)" }

    /// The URI with the values of its query hidden: for reports that are handed on.
    public var redacted: String {
        guard !self.showsQuery, let mark = self.path.firstIndex(of: "?") else { return self.text }
        let parts = self.path[self.path.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let hidden = parts.map { part in
            part.firstIndex(of: "=").map { String(part[...$0]) + "…" } ?? String(part)
        }
        let path = self.path[...mark] + hidden.joined(separator: "&")
        return "\(self.scheme.rawValue)://\(self.authority)\(path)"
    }

    /// What a `Location` (RFC 9110 §10.2.2) means here; nil for what cannot be followed.
    func following(_ written: String) -> Target? {
        // No URI has spaces, but browsers take them.
        let location = Self.trimmed(written).split(separator: " ", omittingEmptySubsequences: false)
            .joined(separator: "%20")
        if Self.isAbsolute(location) { return try? Target(location) }
        var next = self
        next.schemeWasAdded = false
        next.hadUserInfo = false
        if location.hasPrefix("//") { return try? Target("\(self.scheme.rawValue):\(location)") }
        let base: String
        if location.hasPrefix("/") {
            base = ""
        } else if location.hasPrefix("?") {
            base = String(self.path.prefix { $0 != "?" })
        } else {
            let path = self.path.prefix { $0 != "?" }
            base = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
        }
        guard let target = try? Target("\(self.scheme.rawValue)://\(self.authority)\(base)\(location)") else {
            return nil
        }
        next.path = target.path
        return next
    }
}
