/// Cookies that were set on the way of redirects, as far as browsers would send them back (RFC 6265).
///
/// For the few requests of one walk: paths and times are not looked at, but for cookies that are taken away at once.
struct CookieJar {
    private struct Cookie {
        var name: Substring
        /// As `name=value`.
        var pair: String
        var domain: String
        var reachesSubdomains: Bool
    }

    private static let most = 20
    private var cookies: [Cookie] = []

    /// - Parameter field: a value of `Set-Cookie` in an answer of `host`.
    mutating func take(_ field: String, from host: String) {
        guard let pair = RequestText.cookie(field) else { return }
        let name = pair.prefix { $0 != "=" }
        var cookie = Cookie(name: name, pair: pair, domain: host, reachesSubdomains: false)
        var isGone = false
        for attribute in field.split(separator: ";").dropFirst() {
            let parts = attribute.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " }.lowercased() }
            guard parts.count == 2 else { continue }
            if parts[0] == "max-age" { isGone = parts[1] == "0" || parts[1].hasPrefix("-") }
            guard parts[0] == "domain" else { continue }
            let domain = String(parts[1].drop { $0 == "." })
            // RFC 6265 §5.3: of another site, or of all that end alike, it is not taken at all.
            guard domain.contains("."), Self.covers(domain, host) else { return }
            cookie.domain = domain
            cookie.reachesSubdomains = true
        }
        self.cookies.removeAll { $0.name == name && $0.domain == cookie.domain }
        guard !isGone, self.cookies(for: host).count < Self.most else { return }
        self.cookies.append(cookie)
    }

    /// What goes into a request to `host`.
    func cookies(for host: String) -> [String] {
        self.cookies.filter { cookie in
            cookie.domain == host || cookie.reachesSubdomains && Self.covers(cookie.domain, host)
        }
        .map(\.pair)
    }

    private static func covers(_ domain: String, _ host: String) -> Bool {
        host == domain || host.hasSuffix(".\(domain)")
    }
}
