/// One timer: its key, its place in the model and what may be written.
///
/// The same list makes the keys under `timeouts` and those under a route, and tells the reader where each value goes.
struct TimeoutKey: Sendable {
    let name: String
    let property: any WritableKeyPath<Timeouts, Setting<Milliseconds>> & Sendable
    /// Whether a route may set it; the others run before a route is known.
    let perRoute: Bool
    let offAllowed: Bool
    let summary: String
    let synonyms: [String]

    static let all: [TimeoutKey] = [
        TimeoutKey(
            name: "client-head",
            property: \.clientHead,
            perRoute: false,
            offAllowed: false,
            summary: "A request head, from its first byte to its last.",
            synonyms: ["client_header_timeout", "http-request", "read-header"]
        ),
        TimeoutKey(
            name: "client-body",
            property: \.clientBody,
            perRoute: true,
            offAllowed: true,
            summary: "Between two pieces of a request's content.",
            synonyms: ["client_body_timeout", "request-body"]
        ),
        TimeoutKey(
            name: "client-idle",
            property: \.clientIdle,
            perRoute: false,
            offAllowed: true,
            summary: "A kept-alive client connection without a request.",
            synonyms: ["keepalive_timeout", "keep-alive", "http-keep-alive"]
        ),
        TimeoutKey(
            name: "connect",
            property: \.connect,
            perRoute: true,
            offAllowed: false,
            summary: "Connecting to one address of an endpoint.",
            synonyms: ["proxy_connect_timeout", "dial"]
        ),
        TimeoutKey(
            name: "handshake",
            property: \.handshake,
            perRoute: true,
            offAllowed: false,
            summary: "TLS with an upstream: from the connection to the end of the handshake.",
            synonyms: ["tls-handshake", "tlshandshaketimeout", "ssl-handshake"]
        ),
        TimeoutKey(
            name: "write",
            property: \.write,
            perRoute: true,
            offAllowed: true,
            summary: "A peer, client or upstream, that takes no bytes.",
            synonyms: ["send", "proxy_send_timeout", "send_timeout"]
        ),
        TimeoutKey(
            name: "response-head",
            property: \.responseHead,
            perRoute: true,
            offAllowed: true,
            summary: "From the last byte of the request to the end of the response head.",
            synonyms: ["read", "proxy_read_timeout", "server", "response-header", "upstream", "backend"]
        ),
        TimeoutKey(
            name: "response-body",
            property: \.responseBody,
            perRoute: true,
            offAllowed: true,
            summary: "Between two pieces of a response's content.",
            synonyms: ["body"]
        ),
        TimeoutKey(
            name: "total",
            property: \.total,
            perRoute: true,
            offAllowed: true,
            summary: "A whole exchange, with all its attempts.",
            synonyms: ["request", "exchange", "timeout"]
        ),
        TimeoutKey(
            name: "upstream-idle",
            property: \.upstreamIdle,
            perRoute: true,
            offAllowed: false,
            summary: "A pooled upstream connection without a request. Keep it below the upstream's own keep-alive "
                + "timeout; the upstream's `Keep-Alive: timeout` is honoured.",
            synonyms: ["pool-idle", "pool", "upstream-keepalive"]
        ),
        TimeoutKey(
            name: "upstream-ping",
            property: \.upstreamPing,
            perRoute: true,
            offAllowed: true,
            summary: "An HTTP/2 connection to an upstream that was silent for so long is asked with a PING before the "
                + "next request is sent on it. The answer has the time of `connect`; without one the connection is "
                + "given up, and nothing was lost on it.",
            synonyms: ["ping", "http2-keepalive", "keepalive-ping"]
        ),
        TimeoutKey(
            name: "upstream-watch",
            property: \.upstreamWatch,
            perRoute: true,
            offAllowed: true,
            summary: "An HTTP/2 connection to an upstream that was silent for so long while requests are under way on "
                + "it is asked with a PING whether anybody is there, at most once in five minutes. The answer has the "
                + "time of `connect`; without one the connection is given up with its requests.",
            synonyms: ["watch", "grpc-keepalive"]
        ),
        TimeoutKey(
            name: "tunnel-idle",
            property: \.tunnelIdle,
            perRoute: true,
            offAllowed: true,
            summary: "A tunnel (WebSocket, CONNECT) without bytes in either direction.",
            synonyms: ["tunnel", "websocket"]
        ),
    ]
}

extension ConfigurationKey {
    /// The section `path` and a key for each timer in it.
    static func timeoutKeys(at path: String, routeOnly: Bool) -> [ConfigurationKey] {
        let summary = routeOnly ? "Timers of this route." : "Timers of every route that does not set its own."
        let section = ConfigurationKey(path, .section(), summary, synonyms: ["timeout"])
        let day = Milliseconds.seconds(86_400)
        let defaults = Timeouts()
        return [section]
            + TimeoutKey.all.filter { $0.perRoute || !routeOnly }.map { timer in
                ConfigurationKey(
                    "\(path).\(timer.name)",
                    .duration(Milliseconds(1)...day, offAllowed: timer.offAllowed),
                    default: routeOnly ? nil : defaults[keyPath: timer.property].value.description,
                    timer.summary,
                    synonyms: timer.synonyms
                )
            }
    }
}
