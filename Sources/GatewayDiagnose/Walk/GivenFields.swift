internal import GatewayReactor

/// Fields that were given by hand: some are secrets, which are only for the site that was asked for.
enum GivenFields {
    private static let words = ["auth", "cookie", "credential", "key", "password", "secret", "session", "token"]

    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return Self.words.contains { name.contains($0) }
    }

    /// Whether a request to `target` may carry the secrets for `asked`: as browsers do, to no other host and never from
    /// TLS into plain text.
    static func mayKnow(_ target: Target, _ asked: Target) -> Bool {
        target.host == asked.host && (target.scheme == .https || asked.scheme == .http)
    }

    /// Whether whoever answers a visit may be somebody else: nothing was verified, or all may be read on the way.
    ///
    /// Origins were named by hand, and connections are used again only where one was verified.
    static func isExposed(_ plan: VisitPlan, _ asked: Target) -> Bool {
        guard asked.scheme == .https else { return false }
        switch plan.purpose {
        case .origin, .reuse: return false
        case .handshake: return plan.encryption?.verifies != true
        case .page, .unverified, .port, .version, .contrast, .sample, .zone, .control:
            return plan.encryption?.verifies == false
        }
    }

    /// A request's head without the lines of secrets.
    static func withoutSecrets(_ head: [UInt8]) -> [UInt8] {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let kept = lines.enumerated().filter { index, line in
            index == 0 || !Self.isSecret(String(line.prefix { $0 != ":" }))
        }
        return Array(kept.map(\.element).joined(separator: "\r\n").utf8)
    }
}
