private let retry = RetryPolicy()
private let wait = WaitPolicy()
private let home = "routes[].retry"

extension ConfigurationKey {
    static let retryKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(short: .integer(0...10, word: "off")),
            default: "\(retry.attempts)",
            "When a failed request is sent again: a number of further attempts, `off`, or a mapping of the keys below.",
            synonyms: [
                "retries", "retry-attempts", "proxy_next_upstream", "proxy_next_upstream_tries", "retry_policy",
                "attempts", "max-retries", "tries", "lb_retries", "num_retries", "retry-on",
            ]
        ),
        ConfigurationKey(
            "\(home).attempts",
            .integer(0...10, word: "off"),
            default: "\(retry.attempts)",
            "Further attempts after a failed one, only for requests that may be sent again. `off` is 0.",
            synonyms: ["num_retries", "retries", "tries", "max", "count", "number"]
        ),
        ConfigurationKey(
            "\(home).budget",
            .percent(0...100),
            default: "\(retry.budgetPercent)%",
            "Retries allowed as a share of the route's requests, so that retries never make an outage worse.",
            synonyms: ["budget_percent", "retry_budget", "percent", "ratio"]
        ),
        ConfigurationKey(
            "\(home).budget-per-second",
            .integer(0...100_000),
            default: "\(retry.budgetPerSecond)",
            "Retries a second that are allowed besides, however few requests there are.",
            synonyms: ["min_retry_concurrency", "min-retries-per-second", "per-second", "min"]
        ),
        ConfigurationKey(
            "\(home).replay-body",
            .size(1...(64 << 20), offAllowed: true),
            default: SizeText.text(retry.replayBody),
            "Content up to this size is kept, so that the request can be made again.",
            synonyms: ["buffer", "buffer-requests", "max-body", "request-buffer", "retry-buffer"]
        ),
        ConfigurationKey(
            "\(home).idempotency-key",
            .onOff,
            default: retry.trustsIdempotencyKey ? "on" : "off",
            "Whether a request with an `Idempotency-Key` field may be repeated whatever its method. Only for "
                + "upstreams that honour the field.",
            synonyms: ["idempotent", "non_idempotent", "retry-post", "idempotency"]
        ),
    ]

    static let waitKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "routes[].wait",
            .section(short: .duration(Milliseconds(1)...Milliseconds.seconds(600), offAllowed: true)),
            default: wait.longest.description,
            "How long a request waits for a server to come up or for room under a limit, instead of failing: a "
                + "duration, `off`, or a mapping of the keys below.",
            synonyms: ["queue", "queue-timeout", "timeout-queue", "lb_try_duration", "try-duration", "hold"]
        ),
        ConfigurationKey(
            "routes[].wait.longest",
            .duration(Milliseconds(1)...Milliseconds.seconds(600), offAllowed: true),
            default: wait.longest.description,
            "The longest that one request waits; after it, 503 with `Retry-After`.",
            synonyms: ["timeout", "max", "duration", "time", "for"]
        ),
        ConfigurationKey(
            "routes[].wait.requests",
            .integer(1...1_000_000),
            default: "\(wait.requests)",
            "Requests that wait at once, for each worker; a further one fails at once.",
            synonyms: ["queue-size", "size", "maxqueue", "max_pending_requests", "length"]
        ),
    ]
}
