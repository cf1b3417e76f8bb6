/// Finds problems between the settings of health.
struct HealthPolicyCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0].health`.
    let path: String

    func run(into log: inout ProblemLog) {
        if let check = self.route.health.check { self.run(check, into: &log) }
        let ejection = self.route.health.ejection
        let keys = ["\(self.path).ejection.base", "\(self.path).ejection.longest"]
        guard ejection.base > ejection.longest, let key = self.settings.writer(of: keys) else { return }
        log.error(
            key.origin,
            key: key.key,
            "`base` (\(ejection.base)) is longer than `longest` (\(ejection.longest))",
            fix: "the first ejection lasts `base`, and none longer than `longest`"
        )
    }

    private func run(_ check: HealthCheck, into log: inout ProblemLog) {
        let path = "\(self.path).check"
        if check.interval < check.timeout,
            let key = self.settings.writer(of: ["\(path).interval", "\(path).timeout"])
        {
            log.error(
                key.origin,
                key: key.key,
                "`interval` (\(check.interval)) is shorter than `timeout` (\(check.timeout))",
                fix: "the next question would come before the last has failed: make `timeout` at most \(check.interval)"
            )
        }
        switch check.kind {
        case .http:
            self.warn(
                ["service"],
                path,
                into: &log,
                because: "an `http` check asks for a path",
                fix: "write `kind: grpc`"
            )
        case .tcp:
            let keys = ["path", "host", "service", "status", "body"]
            self.warn(keys, path, into: &log, because: "a `tcp` check only connects", fix: "write `kind: http`")
        case .grpc:
            let keys = ["path", "status", "body"]
            self.warn(
                keys,
                path,
                into: &log,
                because: "a `grpc` check asks gRPC's own question",
                fix: "write `kind: http`"
            )
            self.checkVersion(check, path, into: &log)
        }
    }

    private func warn(
        _ keys: [String],
        _ path: String,
        into log: inout ProblemLog,
        because reason: String,
        fix: String
    ) {
        self.settings.warn(keys, under: path, into: &log, because: reason, fix: "\(fix), or leave it out")
    }

    /// gRPC is HTTP/2.
    private func checkVersion(_ check: HealthCheck, _ path: String, into log: inout ProblemLog) {
        let plain = self.route.endpoints.first { !$0.hasPriorKnowledge && $0.tls?.offersHTTP2 != true }
        guard let plain else { return }
        log.error(
            check.origin,
            key: path,
            "a `grpc` check needs HTTP/2, which is not spoken to \("\(plain)".quoted)",
            fix: "write `h2c://` or `https://` in `to`, or another `kind`"
        )
    }
}
