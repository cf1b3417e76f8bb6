/// Finds problems between the settings of balancing and those of the servers that it chooses from.
struct BalanceCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0]`.
    let path: String

    func run(into log: inout ProblemLog) {
        self.checkMethod(into: &log)
        self.checkPriorities(into: &log)
        self.checkZones(into: &log)
    }

    private func checkMethod(into log: inout ProblemLog) {
        let path = "\(self.path).balance"
        let balance = self.route.balance
        if balance.method != .hash {
            self.settings.warn(
                ["key", "bounded-load"],
                under: path,
                into: &log,
                because: "the method is `\(balance.method.rawValue)`",
                fix: "write `method: hash`, or leave it out"
            )
        }
        if balance.method == .hash || balance.method == .first, !balance.slowStart.isOff {
            self.settings.warn(
                ["slow-start"],
                under: path,
                into: &log,
                because: "`\(balance.method.rawValue)` does not go by shares",
                fix: "leave it out, or choose another method"
            )
        }
        if balance.stickyCookie == nil {
            self.settings.warn(
                ["sticky-secret", "sticky-secret-file"],
                under: path,
                into: &log,
                because: "there is no `sticky` cookie that it could sign",
                fix: "write `sticky: NAME`, or leave it out"
            )
        }
    }

    private func checkPriorities(into log: inout ProblemLog) {
        let endpoints = self.route.endpoints
        guard let lowest = endpoints.map(\.priority).min(), lowest > 0 else { return }
        guard let key = self.settings.writer(of: ["\(self.path).to"]) else { return }
        log.warning(
            key.origin,
            key: key.key,
            "every upstream server is a backup: there is none that they could stand in for",
            fix: "leave `backup` or `priority` out for those that serve normally"
        )
    }

    private func checkZones(into log: inout ProblemLog) {
        let zones = Set(self.route.endpoints.compactMap(\.zone))
        guard !zones.isEmpty, self.settings.configuration.zone == nil, self.settings.writer(of: "zone") == nil,
            let index = self.route.endpoints.firstIndex(where: { $0.zone != nil })
        else { return }
        let key = "\(self.path).to[\(index)].zone"
        guard let origin = self.settings.writer(of: key) else { return }
        log.warning(
            origin,
            key: key,
            "`zone` does nothing: the gateway itself has none",
            fix: "write `zone` at the left margin as well"
        )
    }
}
