private let maintenance = MaintenancePolicy()
private let objective = Objective()
private let home = "routes[].maintenance"

extension ConfigurationKey {
    static let maintenanceKeys: [ConfigurationKey] = [
        ConfigurationKey(
            home,
            .section(short: .onOff),
            default: maintenance.isOn ? "on" : "off",
            "The route is closed on purpose: 503 with `Retry-After` and a page of its own, except for who may pass.",
            synonyms: ["down", "closed", "disabled", "offline", "maintenance-mode"]
        ),
        ConfigurationKey(
            "\(home).active",
            .onOff,
            default: maintenance.isOn ? "on" : "off",
            "Whether it is closed now, so that the rest can stay in the file.",
            synonyms: ["on", "enabled", "closed", "state"]
        ),
        ConfigurationKey(
            "\(home).retry-after",
            .duration(Milliseconds(1000)...Milliseconds.seconds(49 * 86_400), offAllowed: false),
            default: maintenance.retryAfter.description,
            "When to come back, for browsers, programs and search engines.",
            synonyms: ["retry", "duration", "for", "until"]
        ),
        ConfigurationKey(
            "\(home).message",
            .text(.message),
            "Shown on the page instead of our words.",
            synonyms: ["text", "reason", "body", "page"]
        ),
        ConfigurationKey(
            "\(home).allow",
            .texts(.addressRange),
            "Client addresses that pass: one range or a list.",
            synonyms: ["bypass", "except", "allowed", "allow-list", "whitelist", "addresses"]
        ),
        ConfigurationKey(
            "\(home).cookie",
            .text(.cookiePair),
            "A cookie that passes. Whoever knows it gets in, so it is treated as a secret.",
            synonyms: ["bypass-cookie"]
        ),
    ]

    static let objectiveKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "routes[].objective",
            .section(short: .text(.availability)),
            "What the route promises, for its error budget: a share of requests, or a mapping of the keys below.",
            synonyms: ["slo", "sla", "goal"]
        ),
        ConfigurationKey(
            "routes[].objective.availability",
            .text(.availability),
            default: objective.availabilityText,
            "Share of requests answered without a fault of the gateway's or the upstream's.",
            synonyms: ["slo", "target", "uptime", "goal"]
        ),
        ConfigurationKey(
            "routes[].objective.value-per-request",
            .text(.money),
            "What one request is worth, so that failures get a price.",
            synonyms: ["value", "cost", "price", "revenue"]
        ),
        ConfigurationKey(
            "routes[].objective.currency",
            .text(.currency),
            default: objective.currency,
            "Of that value (ISO 4217).",
            synonyms: ["unit", "money"]
        ),
    ]
}
