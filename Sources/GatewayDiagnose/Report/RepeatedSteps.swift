internal import GatewayFaults
internal import GatewayReactor

/// The steps of a walk with programs that everybody has: one line each, without secrets, safe to paste into a shell.
struct RepeatedSteps {
    private static let most = 16
    private let seen: Observations

    init(_ seen: Observations) { self.seen = seen }

    var lines: [String] {
        let all =
            self.names + self.pages + self.handshakes + self.versions + self.contrasts + self.origins + self.service
        var unique: [String] = []
        for line in all where !unique.contains(line) { unique.append(line) }
        return Array(unique.prefix(Self.most))
    }

    // MARK: - Steps

    private var names: [String] {
        guard self.seen.target.literal == nil else { return [] }
        return self.seen.resolution.views.prefix(3).compactMap { view in
            guard let server = SocketAddress(literal: view.server, port: 53) ?? Self.address(view.server) else {
                return nil
            }
            let port = server.port == 53 ? "" : " -p \(server.port)"
            return "dig @\(server.hostText)\(port) \(self.seen.target.host) A \(self.seen.target.host) AAAA"
        }
    }

    private var pages: [String] {
        let redirects = self.seen.hops.isEmpty ? "" : "-L "
        return [self.curl(redirects)] + self.seen.resolution.addresses.prefix(4).map { self.curl(Self.place($0)) }
    }

    private var handshakes: [String] {
        guard let failed = self.seen.pages.first(where: { $0.fault?.phase == .handshake && $0.connect != nil }) else {
            return []
        }
        return [
            "openssl s_client -connect \(failed.address.text) -servername \(self.seen.target.host) -showcerts </dev/null",
            self.curl(Self.place(failed.address) + "-k "),
        ]
    }

    private var versions: [String] {
        self.seen.versions.isEmpty ? [] : [self.curl("--http2 "), self.curl("--http1.1 ")]
    }

    private var contrasts: [String] {
        self.seen.contrasts.compactMap { visit in
            switch visit.request {
            case .fresh: self.curl("-H 'Cache-Control: no-cache' ")
            case .path(let path):
                "curl -sv -o /dev/null "
                    + Self.quoted("\(self.seen.target.scheme.rawValue)://\(self.seen.target.authority)\(path)")
            case .post: self.curl("-d goodgate-diagnose=1 ")
            case .large(let size): self.curl("-H \"X-Large: $(head -c \(size) /dev/zero | tr '\\0' a)\" ")
            // curl cannot make packets small.
            case .smallPackets, nil: nil
            }
        }
    }

    /// Certificates of origins are often not for the public.
    private var origins: [String] {
        let trust = self.seen.target.scheme == .https ? "-k " : ""
        return self.seen.origins.map { self.curl(Self.place($0.address) + trust) }
    }

    /// What Cloudflare's support asks for: where it was met, and by whom.
    private var service: [String] {
        let isCloudflare = self.seen.pages.contains { $0.response?.field("cf-ray") != nil }
        guard isCloudflare else { return [] }
        let url = "\(self.seen.target.scheme.rawValue)://\(self.seen.target.authority)/cdn-cgi/trace"
        return ["curl -s \(Self.quoted(url))"]
    }

    // MARK: - Text

    private func curl(_ options: String) -> String {
        let method = self.seen.method == "GET" ? "" : self.seen.method == "HEAD" ? "-I " : "-X \(self.seen.method) "
        let fields = self.seen.fieldNames.map { "-H \(Self.quoted("\($0): …")) " }.joined()
        return "curl -sv -o /dev/null \(method)\(options)\(fields)\(Self.quoted(self.seen.target.redacted))"
    }

    /// Goes to this address, with the name of the site.
    private static func place(_ address: SocketAddress) -> String { "--connect-to '::\(address.text)' " }

    private static func address(_ text: String) -> SocketAddress? {
        guard let target = try? Target("http://\(text)/") else { return nil }
        return SocketAddress(literal: target.host, port: target.port)
    }

    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
