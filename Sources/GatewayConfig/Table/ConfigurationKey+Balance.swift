private let balance = BalancePolicy()
private let home = "routes[].balance"

extension ConfigurationKey {
    static let balanceKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(
                short: .choice(BalancePolicy.Method.allCases.map(\.rawValue), foreign: BalancePolicy.Method.foreign)
            ),
            default: balance.method.rawValue,
            "How requests are spread over the upstream servers: a method, or a mapping of the keys below.",
            synonyms: [
                "lb_policy", "load_balancing", "load-balancer", "balancer", "balancing", "algorithm", "lb_method",
                "ip_hash", "least_conn", "lb", "strategy",
            ]
        ),
        ConfigurationKey(
            "\(home).method",
            .choice(BalancePolicy.Method.allCases.map(\.rawValue), foreign: BalancePolicy.Method.foreign),
            default: balance.method.rawValue,
            "`two-choices`: of two servers at random the one with the smaller latency average times load; "
                + "`round-robin`: in turn, by weight; `least-requests`: the one with the fewest requests under way; "
                + "`hash`: always the same server for the same `key`; `first`: the first that is up, in the order written.",
            synonyms: ["algorithm", "policy", "lb_policy", "type", "strategy"]
        ),
        ConfigurationKey(
            "\(home).key",
            .text(.hashKey),
            default: balance.key.description,
            "What `hash` tells requests apart by.",
            synonyms: ["hash-on", "hash", "hash-key", "hash_policy", "on", "by"]
        ),
        ConfigurationKey(
            "\(home).bounded-load",
            .percent(101...10_000),
            default: "\(balance.boundedLoadPercent)%",
            "Under `hash`: how far above the mean load a server may go before its keys move to the next.",
            synonyms: ["hash-balance-factor", "hash_balance_factor", "balance-factor", "load-factor"]
        ),
        ConfigurationKey(
            "\(home).slow-start",
            .duration(Milliseconds(1)...Milliseconds.seconds(3600), offAllowed: true),
            default: balance.slowStart.description,
            "How long a server that came up gets a growing share instead of its whole.",
            synonyms: ["slowstart", "slow_start_config", "ramp-up", "warm-up"]
        ),
        ConfigurationKey(
            "\(home).sticky",
            .text(.cookieName),
            "Name of a signed cookie that brings a client back to its server, as long as that is up.",
            synonyms: ["cookie", "sticky-cookie", "session-affinity", "affinity", "persist", "sticky-session"]
        ),
        ConfigurationKey(
            "\(home).sticky-secret",
            .text(.secret),
            "Signs that cookie. Without it each start makes a new one, and clients are spread anew.",
            synonyms: ["secret"]
        ),
        ConfigurationKey(
            "\(home).sticky-secret-file",
            .text(.file),
            "A file that holds the secret, so that the configuration need not be secret.",
            synonyms: ["secret-file"]
        ),
    ]
}
