private let limits = Limits()

extension ConfigurationKey {
    static let limitKeys: [ConfigurationKey] = [
        ConfigurationKey("limits", .section(), "Bounds on what a peer may send and on what is kept."),
        Self.bytes("request-line", 256...(1 << 20), limits.requestLine, "Method, target and version of a request."),
        Self.bytes("field", 256...(1 << 20), limits.field, "One field line of a request."),
        Self.bytes(
            "request-head",
            1024...(1 << 20),
            limits.requestHead,
            "A whole request head; longer ones get 431.",
            synonyms: ["header-size", "large_client_header_buffers"]
        ),
        ConfigurationKey(
            "limits.request-fields",
            .integer(1...10_000),
            default: "\(limits.requestFields)",
            "Fields in a request head."
        ),
        ConfigurationKey(
            "limits.request-body",
            .size(1...(1 << 50), offAllowed: true),
            default: "off",
            "A request's content; longer ones get 413.",
            synonyms: ["body", "client_max_body_size", "max-body-size", "body-size"]
        ),
        Self.bytes(
            "response-head",
            1024...(16 << 20),
            limits.responseHead,
            "A whole response head; a longer one is a 502.",
            synonyms: ["proxy_buffer_size"]
        ),
        ConfigurationKey(
            "limits.response-fields",
            .integer(1...10_000),
            default: "\(limits.responseFields)",
            "Fields in a response head."
        ),
        Self.bytes("trailers", 256...(1 << 20), limits.trailers, "A trailer section of either side."),
        ConfigurationKey(
            "limits.connections",
            .integer(1...1_000_000),
            default: "\(limits.connections)",
            "Client connections open at once, for each worker.",
            synonyms: ["maxconn", "worker_connections", "max-connections"]
        ),
        ConfigurationKey(
            "limits.requests-per-connection",
            .integer(1...1_000_000_000, word: "off"),
            default: "off",
            "Requests on one client connection before it is closed.",
            synonyms: ["keepalive_requests", "max-requests"]
        ),
        ConfigurationKey(
            "limits.client-connections",
            .integer(1...1_000_000, word: "off"),
            default: "off",
            "Connections of one client address (IPv6: one /64) open at once, over all workers.",
            synonyms: ["limit_conn", "connections-per-ip", "per-ip-connections", "max-connections-per-client"]
        ),
        ConfigurationKey(
            "limits.client-requests",
            .integer(1...1_000_000, word: "off"),
            default: "off",
            "Requests of one client address (IPv6: one /64) under way at once; a further one gets 429.",
            synonyms: ["requests-per-ip", "per-ip-requests", "requests-per-client"]
        ),
        ConfigurationKey(
            "limits.interim-responses",
            .integer(0...1000),
            default: "\(limits.interimResponses)",
            "Interim (1xx) responses before the final one."
        ),
        ConfigurationKey(
            "limits.http2-streams",
            .integer(1...1000),
            default: "\(limits.http2Streams)",
            "Requests under way at once on one HTTP/2 connection of a client (`SETTINGS_MAX_CONCURRENT_STREAMS`).",
            synonyms: ["http2_max_concurrent_streams", "max-concurrent-streams", "tune.h2.max-concurrent-streams"]
        ),
        Self.bytes(
            "http2-window",
            65_535...(16 << 20),
            limits.http2Window,
            "Content of one HTTP/2 request that may be under way, once the upstream server is known to take it quickly.",
            synonyms: ["http2_body_preread_size", "initial-window-size", "tune.h2.initial-window-size"]
        ),
        ConfigurationKey(
            "limits.http2-resets",
            .integer(10...100_000),
            default: "\(limits.http2Resets)",
            "Requests that an HTTP/2 client may take back at once (RST_STREAM), before its connection is closed as an "
                + "attack (CVE-2023-44487); a tenth of it comes back every second.",
            synonyms: ["rapid-reset", "max-resets"]
        ),
    ]

    private static func bytes(
        _ name: String,
        _ range: ClosedRange<UInt64>,
        _ value: Int,
        _ summary: String,
        synonyms: [String] = []
    ) -> ConfigurationKey {
        ConfigurationKey(
            "limits.\(name)",
            .size(range),
            default: SizeText.text(UInt64(value)),
            summary,
            synonyms: synonyms
        )
    }
}
