extension ListenAddress {
    /// Reads `127.0.0.1:8080`, `:8080`, `*:8080`, `[::1]:8080`, `localhost:8080`, `unix:/run/gate.sock`.
    init(configuration text: String) throws(ValueError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: try UnixPathText.parse(text.dropFirst("unix:".count)))
            return
        }
        guard !text.contains("://") else {
            throw ValueError("\(text.quoted) is a URL", fix: "write only host and port, `127.0.0.1:8080`")
        }
        guard !text.isEmpty, !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ValueError(
                "\(text.quoted) does not say who may connect",
                fix: "write `127.0.0.1:\(text.prefix(5))` for this machine only or `:\(text.prefix(5))` for everybody"
            )
        }
        if IPAddress(text)?.family == .v6 {
            throw ValueError("\(text.quoted) has no port", fix: "write `[\(text)]:8080`")
        }
        let (host, port) = HostText.splitPort(Substring(text))
        guard let port else {
            if (try? SwitchText.parse(text)) != nil {
                throw ValueError("\(text.quoted) is not an address", fix: "write one, such as `127.0.0.1:8080`")
            }
            throw ValueError("\(text.quoted) has no port", fix: "write `\(text.visible(limit: 60)):8080`")
        }
        let number = try HostText.port(port, allowZero: true)
        self = .tcp(host: try Self.host(host), port: number)
    }

    private static func host(_ text: Substring) throws(ValueError) -> String {
        guard !text.isEmpty, text != "*" else { return "" }
        if text.lowercased() == "localhost" { return "127.0.0.1" }
        let host = try HostText.nameOrBracketed(text)
        // A name would have to be resolved before the first byte is served, and may change afterwards.
        guard IPAddress(host) != nil else {
            throw ValueError(
                "\(text.quoted) is not an IP address",
                fix: "listen on an address of this machine, or on all with `:PORT`"
            )
        }
        return host
    }
}
