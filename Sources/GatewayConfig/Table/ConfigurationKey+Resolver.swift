private let resolver = ResolverSettings()
private let home = "resolver"
private let day = Milliseconds.seconds(86_400)

extension ConfigurationKey {
    static let resolverKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(),
            "How names of upstream servers become addresses.",
            synonyms: ["dns", "resolvers", "nameservers", "dns_resolvers"]
        ),
        ConfigurationKey(
            "\(home).servers",
            .texts(.nameServer),
            "Name servers to ask: one or a list. Without it: those of `/etc/resolv.conf`.",
            synonyms: ["nameserver", "nameservers", "server", "addresses", "upstreams"]
        ),
        ConfigurationKey(
            "\(home).timeout",
            .duration(Milliseconds(10)...Milliseconds.seconds(60), offAllowed: false),
            default: resolver.timeout.description,
            "A question without an answer for so long has failed.",
            synonyms: ["resolver_timeout", "timeout-resolve", "dial-timeout"]
        ),
        ConfigurationKey(
            "\(home).shortest-ttl",
            .duration(Milliseconds(100)...day, offAllowed: false),
            default: resolver.shortest.description,
            "Answers that hold shorter are kept this long.",
            synonyms: ["min-ttl", "ttl-min", "dns_min_refresh_rate", "shortest"]
        ),
        ConfigurationKey(
            "\(home).longest-ttl",
            .duration(Milliseconds(100)...day, offAllowed: false),
            default: resolver.longest.description,
            "Answers that hold longer are asked for again after this.",
            synonyms: ["max-ttl", "valid", "ttl", "refresh", "dns_refresh_rate", "longest", "hold-valid"]
        ),
        ConfigurationKey(
            "\(home).keep",
            .duration(Milliseconds(1000)...day, offAllowed: true),
            default: resolver.keep.description,
            "How long the last good addresses are used while there is no answer, so that a name server that is down "
                + "takes no upstream down.",
            synonyms: ["hold-obsolete", "hold", "keep-last", "stale", "last-known-good", "hold-timeout"]
        ),
    ]

    static let placeKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "zone",
            .text(.zone),
            "Where this gateway stands. Upstream servers with the same `zone` are preferred.",
            synonyms: ["locality", "availability-zone", "region", "az", "datacenter"]
        ),
        ConfigurationKey(
            "crawlers",
            .section(),
            "Search engines get stale content, or 503 with `Retry-After`, instead of an error that drops a site from "
                + "search.",
            synonyms: ["bots", "search-engines", "robots", "crawler"]
        ),
        ConfigurationKey(
            "crawlers.verify",
            .onOff,
            default: "off",
            "Ask reverse DNS whether a client that calls itself a crawler is one, and treat impostors like everybody.",
            synonyms: ["reverse-dns", "verified", "check"]
        ),
    ]
}
