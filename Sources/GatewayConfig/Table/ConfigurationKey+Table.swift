// Defaults are rendered from the model's own initializers, so a number stands in one place.
private let configuration = Configuration()
private let timeouts = Timeouts()
private let route = Route(name: "", endpoints: [])
private let day = Milliseconds.seconds(86_400)

extension ConfigurationKey {
    /// Every key, in the order of the documentation.
    static let table: [ConfigurationKey] =
        processKeys + placeKeys + listenKeys + listenerSettingKeys + listenerTLSKeys + adminKeys + limitKeys
        + timeoutKeys(at: "timeouts", routeOnly: false)
        + resolverKeys + storeKeys + routeKeys + upstreamTLSKeys + routeProxyProtocolKeys + policyKeys

    /// What routes decide with, one section each.
    private static let policyKeys: [ConfigurationKey] =
        timeoutKeys(at: "routes[].timeouts", routeOnly: true) + balanceKeys + healthKeys + retryKeys + hedgeKeys
        + waitKeys + loadKeys + overloadKeys + cacheKeys + maintenanceKeys + objectiveKeys

    private static let processKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "workers",
            .integer(0...1024, word: "auto"),
            default: "auto",
            "Threads that serve clients. `auto` (or 0) is one for each CPU that the process may use.",
            synonyms: ["threads", "worker_processes", "nbthread", "processes", "concurrency"]
        ),
        ConfigurationKey(
            "identity",
            .text(.token),
            "The gateway's name in `Via` and `Proxy-Status`. The default is `goodgate-` and six digits that differ by machine and do not tell its name.",
            synonyms: ["server-name", "hostname", "via"]
        ),
        ConfigurationKey(
            "access-log",
            .section(short: .choice(AccessLog.Format.allCases.map(\.rawValue))),
            "One line for each exchange: `off`, `json`, `combined`, or a mapping of the keys below.",
            synonyms: ["log", "logs", "accesslog", "logging"]
        ),
        ConfigurationKey(
            "access-log.format",
            .choice(AccessLog.Format.allCases.map(\.rawValue)),
            default: configuration.accessLog.format.rawValue,
            "`json` (one object a line), `combined` (as Apache httpd and nginx write it) or `off`."
        ),
        ConfigurationKey(
            "access-log.file",
            .text(.file),
            "Where the lines go. Without it: standard output. SIGUSR1 opens the file again.",
            synonyms: ["path", "output", "destination"]
        ),
        ConfigurationKey(
            "proxy-status",
            .choice(ProxyStatusPolicy.allCases.map(\.rawValue)),
            default: configuration.proxyStatus.rawValue,
            "`errors` puts `Proxy-Status` (RFC 9209) on answers that the gateway makes itself, without internal names; "
                + "`full` on every answer, with next hop and details; `off` on none."
        ),
        ConfigurationKey(
            "pages",
            .text(.directory),
            "Directory of error-page templates. Without it: the built-in pages.",
            synonyms: ["error-pages", "errorpages", "templates", "error_page"]
        ),
        ConfigurationKey(
            "trusted-proxies",
            .texts(.addressRange),
            "Peers whose `Forwarded` and `X-Forwarded-*` fields are believed, such as a load balancer in front. "
                + "Everybody else's are replaced.",
            synonyms: ["trusted", "set_real_ip_from", "trustedips", "real-ip"]
        ),
        ConfigurationKey("recorder", .section(), "The flight recorder: what `goodgate explain` can tell about."),
        ConfigurationKey(
            "recorder.capacity",
            .integer(0...1_000_000),
            default: "\(configuration.recorderCapacity)",
            "Failed and rescued exchanges that are kept, the oldest going first.",
            synonyms: ["size", "entries"]
        ),
        ConfigurationKey(
            "drain-timeout",
            .duration(Milliseconds(1)...day, offAllowed: false),
            default: configuration.drainTimeout.value.description,
            "After SIGTERM, how long exchanges that have begun may take to finish.",
            synonyms: ["shutdown-timeout", "grace-period", "graceful-timeout", "hard-stop-after"]
        ),
    ]

    private static let listenKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "listen",
            .sections(short: .text(.listenAddress)),
            default: "127.0.0.1:8080",
            "Where clients are served: one address or a list. An address without host (`:8080`) is every address of "
                + "the machine; port 0 lets the system choose.",
            synonyms: ["port", "bind", "listeners", "address", "entrypoints", "frontend"]
        ),
        ConfigurationKey(
            "listen[].address",
            .text(.listenAddress),
            "The address.",
            synonyms: ["port", "host", "bind"]
        ),
    ]

    private static let adminKeys: [ConfigurationKey] = [
        ConfigurationKey(
            "admin",
            .section(short: .text(.adminAddress)),
            default: "127.0.0.1:8081",
            "Where health, metrics, faults and reload are served: an address, `off`, or a mapping of the keys below.",
            synonyms: ["api", "dashboard", "stats", "metrics"]
        ),
        ConfigurationKey("admin.address", .text(.adminAddress), default: "127.0.0.1:8081", "The address."),
        ConfigurationKey(
            "admin.token",
            .text(.secret),
            "What a client of the admin API must send as `Authorization: Bearer …`. An address that other machines can "
                + "reach needs one.",
            synonyms: ["password", "secret", "key"]
        ),
        ConfigurationKey(
            "admin.token-file",
            .text(.file),
            "A file that holds the token, so that the configuration need not be secret.",
            synonyms: ["password-file", "secret-file"]
        ),
    ]

    private static let routeKeys: [ConfigurationKey] =
        [
            ConfigurationKey(
                "routes",
                .sections(),
                "Which requests go where. The order does not matter; see [matching](#matching).",
                synonyms: ["route", "locations", "server", "servers", "rules", "backends", "upstreams", "sites"]
            ),
            ConfigurationKey(
                "routes[].name",
                .text(.routeName),
                "Label in logs and metrics. The default is made of host and path.",
                synonyms: ["id", "label"]
            ),
            ConfigurationKey(
                "routes[].match",
                .section(),
                "Which requests the route takes. Without it: all.",
                synonyms: ["when", "rule", "if"]
            ),
            ConfigurationKey(
                "routes[].match.host",
                .texts(.host),
                "One host or a list. `\"*.example\"` (in quotes) is every host below `example`, at any depth. "
                    + "The port of the `Host` field does not count.",
                synonyms: ["hosts", "domain", "domains", "server_name", "hostname"]
            ),
            ConfigurationKey(
                "routes[].match.path",
                .text(.path),
                "Prefix of whole path segments: `/api` and `/api/` both take `/api`, `/api/` and `/api/x`, not `/apix`.",
                synonyms: ["prefix", "path-prefix", "location", "url", "paths"]
            ),
            ConfigurationKey(
                "routes[].match.method",
                .texts(.method),
                "One method or a list. `GET` does not include `HEAD`.",
                synonyms: ["methods", "verb"]
            ),
            ConfigurationKey(
                "routes[].to",
                .sections(short: .text(.endpoint)),
                "The upstream servers: one or a list, each a text or a mapping of the keys below.",
                synonyms: [
                    "upstream", "upstreams", "backend", "backends", "servers", "server", "endpoints", "proxy_pass",
                    "target", "targets", "reverse_proxy",
                ]
            ),
            ConfigurationKey(
                "routes[].to[].url",
                .text(.endpoint),
                "The server. A path in it is put in front of the request's path.",
                synonyms: ["address", "server", "host", "uri", "target"]
            ),
            ConfigurationKey(
                "routes[].to[].weight",
                .integer(0...256),
                default: "1",
                "Share of the requests. 0 drains: it gets no new ones."
            ),
            ConfigurationKey(
                "routes[].to[].priority",
                .integer(0...9),
                default: "0",
                "Servers of a higher number are used only while those of all lower numbers are down.",
                synonyms: ["tier", "level", "order"]
            ),
            ConfigurationKey(
                "routes[].to[].backup",
                .onOff,
                default: "off",
                "`on` is `priority: 1`.",
                synonyms: ["fallback", "standby", "spare"]
            ),
            ConfigurationKey(
                "routes[].to[].zone",
                .text(.zone),
                "Where the server stands. Those of the gateway's own `zone` are preferred.",
                synonyms: ["locality", "availability-zone", "region", "az", "datacenter"]
            ),
            ConfigurationKey(
                "routes[].host-field",
                .text(.hostField),
                default: route.hostField.description,
                "What the upstream finds in `Host`: what the client sent (`pass`), host and port of the endpoint "
                    + "(`endpoint`), or this text.",
                synonyms: ["host", "host-header", "passhostheader", "preserve-host"]
            ),
            ConfigurationKey(
                "routes[].strip-prefix",
                .onOff,
                default: "off",
                "Remove `match.path` from the path before the request goes upstream.",
                synonyms: ["stripprefix", "rewrite", "strip"]
            ),
            ConfigurationKey(
                "routes[].deadline-field",
                .text(.fieldName),
                "Request field that says how long the client waits, such as `grpc-timeout` or `x-request-timeout`: nothing "
                    + "is tried when that is over, and the upstream is told what is left. A number with a unit of gRPC (`H`, "
                    + "`M`, `S`, `m` for milliseconds, `u`, `n`), `ms` or `s`; without one, milliseconds.",
                synonyms: ["deadline", "deadline-header", "timeout-header", "request-timeout-header"]
            ),
            ConfigurationKey(
                "routes[].idle-connections",
                .integer(0...10_000),
                default: "\(route.idleConnections)",
                "Kept-alive connections without a request, for each endpoint and worker. 0 closes after each exchange.",
                synonyms: ["keepalive", "keep-alive", "pool-size", "max-idle-connections"]
            ),
        ]
}
