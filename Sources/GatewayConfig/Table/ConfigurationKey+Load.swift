private let overload = OverloadPolicy()
private let home = "routes[].overload"

extension ConfigurationKey {
    static let loadKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "routes[].limits",
            .section(),
            "How much the route and each of its servers take at once, over all workers; what is more waits (`wait`).",
            synonyms: [
                "maxconn", "max_conns", "max-connections", "circuit_breakers", "limit_conn", "inflightreq", "limit",
                "fullconn",
            ]
        ),
        Self.limit(
            "requests",
            "Requests of the route under way.",
            synonyms: ["max_requests", "max-requests", "concurrency", "in-flight", "amount"]
        ),
        Self.limit(
            "endpoint-requests",
            "Requests under way on each server.",
            synonyms: ["server-requests", "upstream-requests", "unhealthy_request_count"]
        ),
        Self.limit(
            "endpoint-connections",
            "Connections open to each server, idle ones included. Each worker has its share, at least one.",
            synonyms: ["maxconn", "max_conns", "max_connections", "max-conns-per-host", "connections"]
        ),
        ConfigurationKey(
            "routes[].rate",
            .section(),
            "How often requests may come; what is more gets 429 with `Retry-After`.",
            synonyms: ["rate-limit", "ratelimit", "rate_limit", "limit_req", "throttle", "local_ratelimit", "rates"]
        ),
        ConfigurationKey(
            "routes[].rate.client",
            .text(.rate),
            default: "off",
            "Requests of each client address (IPv6: each /64). `burst` may come at once; without it, as many as the "
                + "rate's number.",
            synonyms: ["per-client", "per-ip", "ip", "address"]
        ),
        ConfigurationKey(
            "routes[].rate.total",
            .text(.rate),
            default: "off",
            "Requests of all clients together.",
            synonyms: ["route", "all", "global", "limit"]
        ),
    ]

    static let overloadKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(short: .onOff),
            default: "on",
            "What a server in distress is asked to take. `off` is `{ adaptive: off, backlog: off, sojourn: off }`.",
            synonyms: ["adaptive-concurrency", "adaptive_concurrency", "load-shedding", "shedding", "overload_manager"]
        ),
        ConfigurationKey(
            "\(home).adaptive",
            .onOff,
            default: overload.isAdaptive ? "on" : "off",
            "Whether the number of requests under way on a server follows its distress: timeouts, 503, refused "
                + "connections.",
            synonyms: ["adaptive-concurrency", "enabled", "auto", "concurrency"]
        ),
        ConfigurationKey(
            "\(home).backlog",
            .onOff,
            default: overload.watchesBacklog ? "on" : "off",
            "Whether a server gets fewer requests at a time where a queue seems to grow inside of it, although it "
                + "shows no distress: answers come later and later, and no more of them.",
            synonyms: ["queueing", "little", "gradient"]
        ),
        ConfigurationKey(
            "\(home).latency",
            .duration(Milliseconds(1)...Milliseconds.seconds(600), offAllowed: true),
            default: "off",
            "A response head that comes later than this is distress too.",
            synonyms: ["target", "target-latency", "threshold"]
        ),
        ConfigurationKey(
            "\(home).sojourn",
            .duration(Milliseconds(1)...Milliseconds.seconds(600), offAllowed: true),
            default: overload.sojourn.description,
            "Time in the queue that is normal. When even the shortest wait of an `interval` is longer, the queue is "
                + "standing, and waits are cut to this.",
            synonyms: ["codel-target", "delay", "queue-delay"]
        ),
        ConfigurationKey(
            "\(home).interval",
            .duration(Milliseconds(10)...Milliseconds.seconds(600), offAllowed: false),
            default: overload.interval.description,
            "The time over which the queue is judged.",
            synonyms: ["codel-interval", "window", "period"]
        ),
        ConfigurationKey(
            "\(home).priority-field",
            .text(.fieldName),
            "Request field that names the priority, `u=0` (first) to `u=7` (RFC 9218). Without it all are equal. Only "
                + "where clients can be trusted not to all claim the first.",
            synonyms: ["priority", "priority-header"]
        ),
    ]

    private static func limit(_ name: String, _ summary: String, synonyms: [String]) -> ConfigurationKey {
        ConfigurationKey(
            "routes[].limits.\(name)",
            .integer(1...10_000_000, word: "off"),
            default: "off",
            summary,
            synonyms: synonyms
        )
    }
}
