private let policy = CachePolicy()
private let store = CacheStoreSettings()
private let home = "routes[].cache"
private let long = Milliseconds(1000)...Milliseconds.seconds(49 * 86_400)

extension ConfigurationKey {
    static let cacheKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(short: .onOff),
            default: "off",
            "What of the route is kept and for how long (RFC 9111, RFC 5861): `on` or `{}` for the defaults, or a "
                + "mapping of the keys below.",
            synonyms: ["proxy_cache", "caching", "http-cache", "http_cache", "cache-use", "cache-store"]
        ),
        ConfigurationKey(
            "\(home).object",
            .size(1...(1 << 40)),
            default: SizeText.text(policy.object),
            "Largest content that is kept.",
            synonyms: ["max-object-size", "max-size", "size", "object-size"]
        ),
        Self.time(
            "default-fresh",
            policy.defaultFresh,
            "Freshness of a response that says nothing about it.",
            [
                "ttl", "default-ttl", "proxy_cache_valid", "max-age", "fresh", "default_cache_control",
            ]
        ),
        Self.time(
            "stale-if-error",
            policy.staleIfError,
            "How long a stale response may stand in for a failed one, where the response itself says nothing.",
            ["proxy_cache_use_stale", "use-stale", "stale"]
        ),
        Self.time(
            "stale-while-revalidate",
            policy.staleWhileRevalidate,
            "How long a stale response may be served while a fresh one is fetched, where it says nothing.",
            ["proxy_cache_background_update", "background-update", "swr", "grace"]
        ),
        Self.time(
            "negative",
            policy.negative,
            "How long error answers (404, 410, 5xx) that say nothing are kept.",
            ["errors", "negative-ttl", "error-ttl"]
        ),
        ConfigurationKey(
            "\(home).tag-field",
            .text(.fieldName),
            default: policy.tagField,
            "Response field that lists tags, by which the admin API can purge.",
            synonyms: ["tags", "tag", "surrogate-key", "xkey", "tag-header"]
        ),
    ]

    static let storeKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "cache",
            .section(),
            "Where cached responses are kept, for all routes together. A route keeps something only with a `cache` of its own.",
            synonyms: ["proxy_cache_path", "cache-store", "store", "caching"]
        ),
        ConfigurationKey(
            "cache.memory",
            .size((1 << 20)...(1 << 40)),
            default: SizeText.text(store.memory),
            "Bytes in memory.",
            synonyms: ["size", "total-max-size", "ram", "keys_zone", "max-memory"]
        ),
        ConfigurationKey(
            "cache.directory",
            .text(.directory),
            "Directory of the second level on disk, which survives restarts. Without it: memory only.",
            synonyms: ["path", "dir", "disk-path"]
        ),
        ConfigurationKey(
            "cache.disk",
            .size((1 << 20)...(1 << 50)),
            default: SizeText.text(store.disk),
            "Bytes on disk.",
            synonyms: ["max-disk", "disk-size", "max_size"]
        ),
    ]

    private static func time(
        _ name: String,
        _ value: Milliseconds?,
        _ summary: String,
        _ synonyms: [String]
    ) -> ConfigurationKey {
        ConfigurationKey(
            "\(home).\(name)",
            .duration(long, offAllowed: true),
            default: (value ?? .off).description,
            summary,
            synonyms: synonyms
        )
    }
}
