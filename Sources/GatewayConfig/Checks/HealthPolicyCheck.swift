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
        guard check.kind == .tcp else { return }
        self.settings.warn(
            ["path", "host", "status", "body"],
            under: path,
            into: &log,
            because: "a `tcp` check only connects",
            fix: "write `kind: http`, or leave it out"
        )
    }
}
