extension BalancePolicy.Method {
    /// What other programs call these methods, without hyphens.
    static let foreign: [String: String] = [
        "leastconn": "least-requests", "leastconnections": "least-requests", "leastrequest": "least-requests",
        "leasttime": "two-choices", "random": "two-choices", "randomchoose": "two-choices", "p2c": "two-choices",
        "ewma": "two-choices", "poweroftwo": "two-choices", "poweroftwochoices": "two-choices",
        "rr": "round-robin", "wrr": "round-robin", "staticrr": "round-robin", "weightedroundrobin": "round-robin",
        "iphash": "hash", "clientiphash": "hash", "urihash": "hash", "ringhash": "hash", "maglev": "hash",
        "consistent": "hash", "consistenthash": "hash", "source": "hash", "uri": "hash", "header": "hash",
        "cookie": "hash", "sticky": "hash", "failover": "first", "active": "first",
    ]
}

extension BalancePolicy.Key {
    /// What other programs call the plain keys, without hyphens.
    private static let foreign: [String: String] = [
        "ip": "client", "clientip": "client", "address": "client", "remoteaddr": "client", "source": "client",
        "binaryremoteaddr": "client", "sourceip": "client", "uri": "path", "url": "path", "requesturi": "path",
        "host": "header:host", "hostname": "header:host",
    ]

    /// Reads `client`, `path`, `header:NAME` and `cookie:NAME`.
    init(configuration text: String) throws(ValueError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("client", 1): self = .client
        case ("path", 1): self = .path
        case ("header", 2): self = .field(try FieldText.name(parts[1]))
        case ("cookie", 2): self = .cookie(try FieldText.cookieName(parts[1]))
        case ("header", 1), ("cookie", 1):
            throw ValueError("\(text.quoted) does not say which one", fix: "write `\(text):NAME`")
        default:
            let words = ["client", "path", "header", "cookie"]
            let head = EditDistance.plain(String((parts.first ?? "").prefix(48))).filter { $0 != "$" }
            let meant = parts.count == 1 ? Self.foreign[head] : nil
            let nearest = EditDistance.nearest(head, among: words)
            let fix = meant ?? nearest.map { ["header", "cookie"].contains($0) ? "\($0):NAME" : $0 }
            throw ValueError(
                "\(text.quoted) is none of `client`, `path`, `header:NAME`, `cookie:NAME`",
                fix: fix.map { "did you mean `\($0)`?" }
            )
        }
    }
}

extension BalancePolicy.Key: CustomStringConvertible {
    /// The form in which it is written in a configuration file.
    public var description: String {
        switch self {
        case .client: "client"
        case .path: "path"
        case .field(let name): "header:\(name)"
        case .cookie(let name): "cookie:\(name)"
        }
    }
}
