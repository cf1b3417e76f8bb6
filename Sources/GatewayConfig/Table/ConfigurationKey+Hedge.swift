private let hedge = HedgePolicy()
private let home = "routes[].hedge"

extension ConfigurationKey {
    static let hedgeKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(short: .text(.hedgeDelay)),
            default: hedge.after?.description ?? "off",
            "Sends a GET, HEAD or OPTIONS request that waits long for its answer to a second server as well, within the "
                + "budget of `retry`; the first answer wins. A time, or a mapping of the key below.",
            synonyms: ["hedging", "hedge-policy", "hedging_policy", "hedge_on_per_try_timeout", "speculative-retry"]
        ),
        ConfigurationKey(
            "\(home).after",
            .text(.hedgeDelay),
            default: hedge.after?.description ?? "off",
            "How long the first server may take: `p95` is longer than 95 % of the route's answers of late took.",
            synonyms: ["delay", "hedging-delay", "hedging_delay", "time", "percentile", "quantile"]
        ),
    ]
}
