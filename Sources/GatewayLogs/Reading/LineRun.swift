import GatewayFaults

/// One reading of an input's bytes, whatever the dialect.
protocol LineRun {
    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    )
        throws(InputProblem)
}

extension LogFormat {
    /// Runs with the dialect of the format.
    func run(_ run: inout some LineRun, _ settings: DialectSettings, _ buffer: inout [UInt8], _ tally: inout Tally)
        throws(InputProblem)
    {
        switch self {
        case .combined: try run.run(CombinedDialect(), settings, &buffer, &tally)
        case .vhostCombined: try run.run(CombinedDialect(hasHost: true), settings, &buffer, &tally)
        case .ingress: try run.run(IngressDialect(), settings, &buffer, &tally)
        case .traefik: try run.run(TraefikDialect(), settings, &buffer, &tally)
        case .template: try run.run(TemplateDialect(settings), settings, &buffer, &tally)
        case .json: try run.run(JSONDialect(settings), settings, &buffer, &tally)
        case .haproxy: try run.run(HAProxyDialect(settings), settings, &buffer, &tally)
        case .envoy: try run.run(EnvoyDialect(), settings, &buffer, &tally)
        case .alb: try run.run(LoadBalancerDialect(), settings, &buffer, &tally)
        case .w3c: try run.run(W3CDialect(settings), settings, &buffer, &tally)
        case .heroku: try run.run(HerokuDialect(settings), settings, &buffer, &tally)
        case .nginxError: try run.run(NginxErrorDialect(settings), settings, &buffer, &tally)
        case .apacheError: try run.run(ApacheErrorDialect(settings), settings, &buffer, &tally)
        case .process, .unknown: try run.run(ProcessDialect(settings), settings, &buffer, &tally)
        }
    }
}

extension LineHit {
    init(_ line: LogLine, _ text: Slice, _ place: LinePlace, _ bytes: borrowing Span<UInt8>, file: String) {
        let detail = line.cause.detail
        self.init(
            file: file,
            line: Int(place.line),
            fault: detail?.token ?? line.verdict.token,
            type: detail?.kind.token,
            text: text.string(bytes, most: 4096)
        )
    }
}
