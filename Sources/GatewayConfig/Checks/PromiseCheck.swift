/// Finds problems in what a route announces: maintenance and its objective.
struct PromiseCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0]`.
    let path: String

    func run(into log: inout ProblemLog) {
        self.checkMaintenance(into: &log)
        self.checkObjective(into: &log)
    }

    private func checkMaintenance(into log: inout ProblemLog) {
        let path = "\(self.path).maintenance"
        let maintenance = self.route.maintenance
        guard let origin = self.settings.writer(of: path) else { return }
        if self.settings.writer(of: "\(path).active") == nil, !self.settings.hasTrouble(under: path) {
            log.warning(
                origin,
                key: path,
                "the route stays open: `active` is not written",
                fix: "write `active: on` to close it, or `active: off` to keep this for later"
            )
        }
        if let everybody = maintenance.allow.first(where: { $0.prefixLength == 0 }) {
            let key = self.settings.writer(of: ["\(path).allow"])
            log.warning(
                key?.origin ?? origin,
                key: key?.key ?? path,
                "\("\(everybody)".quoted) lets everybody pass",
                fix: "name the addresses of those who work on it"
            )
        }
        if let cookie = maintenance.cookie, let mark = cookie.firstIndex(of: "="), cookie[mark...].utf8.count <= 8,
            let key = self.settings.writer(of: ["\(path).cookie"])
        {
            log.warning(
                key.origin,
                key: key.key,
                "the cookie's value is short enough to be guessed",
                fix: "take one from `openssl rand -hex 16`"
            )
        }
    }

    private func checkObjective(into log: inout ProblemLog) {
        let path = "\(self.path).objective"
        guard let objective = self.route.objective else { return }
        if objective.availability == 100_000, let key = self.settings.writer(of: ["\(path).availability", path]) {
            log.warning(
                key.origin,
                key: key.key,
                "an availability of 100 % leaves no error budget: one failure breaks the promise",
                fix: "write what visitors need, such as `99.9%`"
            )
        }
        guard objective.valuePerRequest == nil else { return }
        self.settings.warn(
            ["currency"],
            under: path,
            into: &log,
            because: "there is no `value-per-request`",
            fix: "write one, or leave it out"
        )
    }
}
