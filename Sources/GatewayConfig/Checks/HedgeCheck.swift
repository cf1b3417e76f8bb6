/// Finds reasons why a route that is to ask a second server never does, or should not.
struct HedgeCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0]`.
    let path: String

    func run(into log: inout ProblemLog) {
        let path = "\(self.path).hedge"
        guard let after = self.route.hedge.after, !self.settings.hasTrouble(under: path),
            let origin = self.settings.writer(of: "\(path).after")
        else { return }
        func warn(_ message: String, _ fix: String) { log.warning(origin, key: "\(path).after", message, fix: fix) }
        if self.route.endpoints.count == 1 {
            warn(
                "`hedge` does nothing: there is only one upstream server under `to`",
                "name a second one, or leave it out"
            )
        }
        if self.route.retry.attempts == 0 {
            warn(
                "`hedge` does nothing: with `retry: off` no request is sent twice",
                "write `retry: 1`, or leave it out"
            )
        } else if self.route.retry.budgetPercent == 0, self.route.retry.budgetPerSecond == 0 {
            warn("`hedge` does nothing: the budget of `retry` is 0", "raise `retry.budget`, or leave it out")
        }
        if self.route.balance.stickyCookie != nil {
            warn(
                "`hedge` does nothing for clients that `balance.sticky` has sent to one server",
                "leave one of the two out"
            )
        }
        if !self.mayEverMatch {
            warn(
                "`hedge` does nothing: the route takes none of GET, HEAD and OPTIONS",
                "leave it out: nothing else is sent to two servers at once"
            )
        }
        if case .time(let time) = after { self.checkTime(time, warn) }
    }

    /// A timer that ends the exchange before a second server would be asked.
    private func checkTime(_ time: Milliseconds, _ warn: (_ message: String, _ fix: String) -> Void) {
        let timeouts = self.route.timeouts
        for (name, setting) in [("response-head", timeouts.responseHead), ("total", timeouts.total)] {
            guard !setting.value.isOff, time >= setting.value else { continue }
            warn(
                "`hedge` does nothing: `\(name)` (\(setting.value), \(setting.origin)) comes before \(time)",
                "make it shorter than \(setting.value)"
            )
            return
        }
    }

    private var mayEverMatch: Bool {
        let methods = self.route.match.methods
        return methods.isEmpty || methods.contains { ["GET", "HEAD", "OPTIONS"].contains($0) }
    }
}
