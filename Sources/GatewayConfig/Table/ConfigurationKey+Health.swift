private let check = HealthCheck()
private let ejection = EjectionPolicy()
private let home = "routes[].health"
private let hour = Milliseconds.seconds(3600)

extension ConfigurationKey {
    static let healthKeys: [ConfigurationKey] =
        [
            ConfigurationKey(
                home,
                .section(),
                "How the route learns that a server is down: by asking it (`check`) and by what its requests meet "
                    + "(`ejection`).",
                synonyms: [
                    "health_check", "health-checks", "health_checks", "checks", "check", "httpchk", "health_uri",
                    "outlier_detection", "passive_health_checks",
                ]
            )
        ] + checkKeys + ejectionKeys

    private static let checkKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "\(home).check",
            .section(short: .text(.checkPath)),
            default: "off",
            "A question put to every server again and again: the path to ask for, or a mapping of the keys below.",
            synonyms: ["active", "httpchk", "health_uri", "probe", "active_health_checks", "http_health_check"]
        ),
        ConfigurationKey(
            "\(home).check.kind",
            .choice(
                HealthCheck.Kind.allCases.map(\.rawValue),
                foreign: ["https": "http", "connect": "tcp", "l4": "tcp", "l7": "http", "httpchk": "http"]
            ),
            default: check.kind.rawValue,
            "`http`: a GET, judged by its status and content; `tcp`: a connection that is accepted; `grpc`: gRPC's own "
                + "question (`grpc.health.v1.Health/Check`), which must answer `SERVING`.",
            synonyms: ["type", "protocol", "mode"]
        ),
        ConfigurationKey(
            "\(home).check.path",
            .text(.probePath),
            default: check.path,
            "What is asked for. It is taken as written: no path of the server's `url` is put in front.",
            synonyms: ["uri", "url", "health_uri", "endpoint"]
        ),
        ConfigurationKey(
            "\(home).check.host",
            .text(.hostValue),
            "`Host` of the question. Without it: host and port of the server.",
            synonyms: ["hostname", "host-header", "host-field"]
        ),
        ConfigurationKey(
            "\(home).check.service",
            .text(.serviceName),
            "The service that a gRPC server is asked after. Without it: the server as a whole.",
            synonyms: ["grpc-service", "grpc_service_name", "service-name"]
        ),
        ConfigurationKey(
            "\(home).check.interval",
            .duration(Milliseconds(100)...hour, offAllowed: false),
            default: check.interval.description,
            "From one question to the next; each is moved a little at random, so that servers are not asked in step.",
            synonyms: ["inter", "every", "period", "health_interval", "fastinter"]
        ),
        ConfigurationKey(
            "\(home).check.timeout",
            .duration(Milliseconds(10)...hour, offAllowed: false),
            default: check.timeout.description,
            "A question without an answer for so long has failed. No longer than `interval`.",
            synonyms: ["health_timeout", "timeout-check"]
        ),
        ConfigurationKey(
            "\(home).check.rise",
            .integer(1...100),
            default: "\(check.rise)",
            "Good answers in a row that bring a server up.",
            synonyms: ["passes", "healthy-threshold", "healthy_threshold", "successes"]
        ),
        ConfigurationKey(
            "\(home).check.fall",
            .integer(1...100),
            default: "\(check.fall)",
            "Bad answers in a row that take it down.",
            synonyms: ["fails", "unhealthy-threshold", "unhealthy_threshold", "failures", "max_fails"]
        ),
        ConfigurationKey(
            "\(home).check.status",
            .texts(.statusRange),
            default: check.statuses.map(\.words).joined(separator: " "),
            "Statuses that count as good: one, a range, or a list.",
            synonyms: ["statuses", "expect", "health_status", "expected-statuses", "expected_statuses", "match"]
        ),
        ConfigurationKey(
            "\(home).check.body",
            .text(.contentText),
            "Must stand somewhere in the first 64 KiB of the content.",
            synonyms: ["health_body", "contains", "rstring", "receive", "text"]
        ),
    ]

    private static let ejectionKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "\(home).ejection",
            .section(short: .onOff),
            default: ejection.isOn ? "on" : "off",
            "When requests that met a fault take a server out of the rotation for a while. Never below half the "
                + "servers, never the last.",
            synonyms: [
                "passive", "outlier_detection", "outlier", "observe", "circuit-breaker", "passive_health_checks",
            ]
        ),
        ConfigurationKey(
            "\(home).ejection.consecutive",
            .integer(1...10_000),
            default: "\(ejection.consecutive)",
            "Faults in a row that do so.",
            synonyms: ["max_fails", "fails", "consecutive_5xx", "error-limit", "consecutive_gateway_failure"]
        ),
        ConfigurationKey(
            "\(home).ejection.percent",
            .percent(1...100),
            default: "\(ejection.percent)%",
            "Share of the requests of `window` that does so.",
            synonyms: ["failure-percentage", "failure_percentage_threshold", "rate", "threshold"]
        ),
        ConfigurationKey(
            "\(home).ejection.window",
            .duration(Milliseconds(100)...hour, offAllowed: false),
            default: ejection.window.description,
            "The time over which that share is taken.",
            synonyms: ["interval", "fail_duration", "period"]
        ),
        ConfigurationKey(
            "\(home).ejection.base",
            .duration(Milliseconds(100)...hour, offAllowed: false),
            default: ejection.base.description,
            "How long the first ejection lasts; each that follows lasts twice as long.",
            synonyms: ["fail_timeout", "base-ejection-time", "base_ejection_time", "duration"]
        ),
        ConfigurationKey(
            "\(home).ejection.longest",
            .duration(Milliseconds(100)...Milliseconds.seconds(86_400), offAllowed: false),
            default: ejection.longest.description,
            "The longest that an ejection lasts.",
            synonyms: ["max-ejection-time", "max_ejection_time", "max"]
        ),
        ConfigurationKey(
            "\(home).ejection.server-errors",
            .onOff,
            default: ejection.countsServerErrors ? "on" : "off",
            "Whether 5xx that the application itself answers count as faults.",
            synonyms: ["5xx", "unhealthy_status", "http-errors", "count-5xx"]
        ),
    ]
}

extension ClosedRange<Int> {
    /// `200` or `200-299`.
    var words: String { self.count == 1 ? "\(self.lowerBound)" : "\(self.lowerBound)-\(self.upperBound)" }
}
