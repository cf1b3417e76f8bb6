/// A browser's own name of a failure without an answer, and what it means.
struct BrowserError {
    var name: String
    /// nil for what is no fault of a site's way.
    var cause: SiteCause?
    /// Where there is no cause that would say it.
    var says = ""
    var party: Party

    private init(_ name: String, _ cause: SiteCause) {
        self.name = name
        self.cause = cause
        self.party = cause.words.party
    }

    private init(_ name: String, _ party: Party, _ says: String) {
        self.name = name
        self.says = says
        self.party = party
    }

    static func known(in text: String) -> BrowserError? { Self.all.first { text.contains($0.name) } }

    // The names of Chromium's net_error_list; the more particular one first.
    private static let all: [BrowserError] =
        Self.own + Self.names + [
            BrowserError("ERR_CONNECTION_REFUSED", .serverDown), BrowserError("ERR_CONNECTION_TIMED_OUT", .firewall),
            BrowserError("ERR_TIMED_OUT", .slowAnswer), BrowserError("ERR_ADDRESS_UNREACHABLE", .hostUnreachable),
            BrowserError("ERR_EMPTY_RESPONSE", .closedWithoutAnswer),
            BrowserError("ERR_CONNECTION_RESET", .closedWithoutAnswer),
            BrowserError("ERR_CONNECTION_CLOSED", .closedWithoutAnswer),
            BrowserError("ERR_TOO_MANY_REDIRECTS", .redirectLoop), BrowserError("ERR_INVALID_HTTP_RESPONSE", .notHTTP),
            BrowserError("ERR_CONTENT_LENGTH_MISMATCH", .contentCutShort),
            BrowserError("ERR_INCOMPLETE_CHUNKED_ENCODING", .contentCutShort),
            BrowserError("ERR_RESPONSE_HEADERS_TOO_BIG", .headTooLarge), BrowserError("ERR_HTTP2_", .http2Broken),
            BrowserError(
                "ERR_QUIC_",
                .network,
                "HTTP/3 failed: UDP is dropped on the way, or the server breaks its rules; HTTP/2 is the way around"
            ),
        ]

    private static let own: [BrowserError] = [
        BrowserError("ERR_BLOCKED_BY_CLIENT", .here, "an extension of the browser blocked it"),
        BrowserError("ERR_BLOCKED_BY_ADMINISTRATOR", .here, "a rule of this machine's administrator blocked it"),
        BrowserError(
            "ERR_BLOCKED_BY_RESPONSE",
            .here,
            "the browser keeps it from the page by a rule of the answer (CORP, COEP)"
        ),
        BrowserError("ERR_BLOCKED_BY_ORB", .here, "the browser keeps an answer of the wrong type from the page"),
        BrowserError("ERR_ABORTED", .here, "the page or the visitor cancelled it"),
        BrowserError("ERR_NETWORK_ACCESS_DENIED", .here, "this system does not let the browser into the network"),
        BrowserError("ERR_PROXY_", .here, "the proxy that the browser is set to cannot be reached"),
        BrowserError("ERR_TUNNEL_CONNECTION_FAILED", .here, "the proxy that the browser is set to refuses the tunnel"),
        BrowserError("ERR_INTERNET_DISCONNECTED", .noNetwork), BrowserError("ERR_NETWORK_CHANGED", .noNetwork),
    ]

    private static let names: [BrowserError] = [
        BrowserError("ERR_NAME_NOT_RESOLVED", .nameUnknown), BrowserError("ERR_DNS_TIMED_OUT", .resolverDown),
        BrowserError("ERR_CERT_DATE_INVALID", .certificateExpired),
        BrowserError("ERR_CERT_COMMON_NAME_INVALID", .certificateOtherName),
        BrowserError("ERR_CERT_AUTHORITY_INVALID", .certificateUntrusted),
        BrowserError("ERR_CERT_REVOKED", .certificateRevoked),
        BrowserError("ERR_SSL_PROTOCOL_ERROR", .tlsDisagreement),
        BrowserError("ERR_SSL_VERSION_OR_CIPHER_MISMATCH", .tlsDisagreement),
        BrowserError("ERR_SSL_UNRECOGNIZED_NAME_ALERT", .serverNameUnknown),
        BrowserError("ERR_BAD_SSL_CLIENT_AUTH_CERT", .clientCertificate),
    ]
}
