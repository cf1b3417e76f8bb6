internal import GatewayGuide

/// One request of a recording that failed, and why.
public struct RecordedFailure: Encodable, Sendable {
    /// Where in the recording, from 1.
    public var number: Int
    public var started: String?
    public var method: String
    /// Where it can be asked for again; nil for what would change something, or is no address.
    public private(set) var target: Target?
    /// Values of the query are hidden.
    public var url: String
    public var status: Int
    /// The browser's own name of an error without an answer.
    public var browserError: String?
    public var party: Party
    public var cause: SiteCause?
    public var says: String
    public var maker: String?
    public var confidence: Double
    public var milliseconds: Double?

    private enum CodingKeys: String, CodingKey {
        case number, started, method, url, status, browserError, party, cause, says, maker, confidence, milliseconds
    }

    /// nil for a request that did not fail.
    init?(_ entry: RecordedEntry, number: Int) {
        self.number = number
        self.started = entry.startedDateTime
        self.method = entry.request?.method ?? "GET"
        let target = try? Target(entry.request?.url ?? "")
        self.url = target?.redacted ?? String((entry.request?.url ?? "").prefix { $0 != "?" }.prefix(400))
        self.target = ["GET", "HEAD"].contains(self.method) ? target : nil
        self.status = entry.response?.status ?? 0
        self.milliseconds = entry.time
        self.browserError = entry.response?._error
        self.party = .nobody
        self.confidence = 0
        self.says = ""
        if let visit = entry.visit {
            guard self.judge(visit, target) else { return nil }
        } else {
            guard self.judgeBrowser() else { return nil }
        }
    }

    private mutating func judge(_ visit: Visit, _ target: Target?) -> Bool {
        guard !Judge.isGood(visit), let target = target ?? (try? Target("http://unknown.invalid/")) else {
            return false
        }
        var seen = Observations(target: target, started: 0)
        seen.resolution.addresses = [visit.address]
        seen.pages = [visit]
        let verdict = Verdict(seen)
        self.party = verdict.party
        self.cause = verdict.causes.first?.cause
        self.says = verdict.headline
        self.maker = verdict.attribution?.name
        self.confidence = verdict.confidence
        return true
    }

    /// No answer was recorded: what the browser says of it decides, and some of that is its own doing.
    private mutating func judgeBrowser() -> Bool {
        let error = self.browserError ?? ""
        guard let known = Self.known.first(where: { error.contains($0.error) }) else {
            self.party = .here
            self.says =
                error.isEmpty
                ? "the browser got no answer that it may show: blocked, cancelled, CORS, or the network"
                : "the browser gave up: \(error)"
            self.confidence = 0.4
            return true
        }
        self.party = known.cause?.words.party ?? .here
        self.cause = known.cause
        self.says = known.cause?.words.title ?? known.says
        self.confidence = known.cause == nil ? 0.9 : 0.8
        return true
    }

    // The names of Chromium's net_error_list.
    private static let known: [(error: String, cause: SiteCause?, says: String)] = [
        ("ERR_BLOCKED_BY_CLIENT", nil, "an extension of the browser blocked it"),
        ("ERR_BLOCKED_BY_RESPONSE", nil, "the browser keeps it from the page by a rule of the answer (CORP, COEP)"),
        ("ERR_BLOCKED_BY_ORB", nil, "the browser keeps an answer of the wrong type from the page"),
        ("ERR_ABORTED", nil, "the page or the visitor cancelled it"),
        ("ERR_INTERNET_DISCONNECTED", .noNetwork, ""), ("ERR_NETWORK_CHANGED", .noNetwork, ""),
        ("ERR_PROXY_CONNECTION_FAILED", nil, "the proxy that the browser is set to cannot be reached"),
        ("ERR_TUNNEL_CONNECTION_FAILED", nil, "the proxy that the browser is set to refuses the tunnel"),
        ("ERR_NAME_NOT_RESOLVED", .nameUnknown, ""), ("ERR_DNS_TIMED_OUT", .resolverDown, ""),
        ("ERR_CONNECTION_REFUSED", .serverDown, ""), ("ERR_CONNECTION_TIMED_OUT", .firewall, ""),
        ("ERR_TIMED_OUT", .slowAnswer, ""), ("ERR_ADDRESS_UNREACHABLE", .hostUnreachable, ""),
        ("ERR_EMPTY_RESPONSE", .closedWithoutAnswer, ""), ("ERR_CONNECTION_RESET", .closedWithoutAnswer, ""),
        ("ERR_CONNECTION_CLOSED", .closedWithoutAnswer, ""),
        ("ERR_CERT_DATE_INVALID", .certificateExpired, ""),
        ("ERR_CERT_COMMON_NAME_INVALID", .certificateOtherName, ""),
        ("ERR_CERT_AUTHORITY_INVALID", .certificateUntrusted, ""), ("ERR_SSL_PROTOCOL_ERROR", .tlsDisagreement, ""),
        ("ERR_SSL_VERSION_OR_CIPHER_MISMATCH", .tlsDisagreement, ""),
        ("ERR_BAD_SSL_CLIENT_AUTH_CERT", .clientCertificate, ""),
        ("ERR_TOO_MANY_REDIRECTS", .redirectLoop, ""), ("ERR_INVALID_HTTP_RESPONSE", .notHTTP, ""),
        ("ERR_CONTENT_LENGTH_MISMATCH", .contentCutShort, ""),
        ("ERR_INCOMPLETE_CHUNKED_ENCODING", .contentCutShort, ""),
        ("ERR_RESPONSE_HEADERS_TOO_BIG", .headTooLarge, ""), ("ERR_HTTP2_PROTOCOL_ERROR", .http2Broken, ""),
    ]
}
