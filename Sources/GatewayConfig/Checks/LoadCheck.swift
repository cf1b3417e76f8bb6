/// Finds problems between limits, rates and queues.
struct LoadCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0]`.
    let path: String

    func run(into log: inout ProblemLog) {
        self.checkLimits(into: &log)
        self.checkRates(into: &log)
        self.checkOverload(into: &log)
    }

    private func checkLimits(into log: inout ProblemLog) {
        let path = "\(self.path).limits"
        let load = self.route.load
        let key = "\(path).endpoint-connections"
        // Only what somebody chose: the default pool is large on purpose, and a limit below it is what they wanted.
        if let most = load.endpointConnections, self.route.idleConnections > most,
            self.settings.writer(of: "\(self.path).idle-connections") != nil, let origin = self.settings.writer(of: key)
        {
            log.error(
                origin,
                key: key,
                "`endpoint-connections` (\(most)) is below the pool size, `idle-connections` (\(self.route.idleConnections))",
                fix: "write `idle-connections: \(most)` or less, or raise the limit"
            )
        }
        if let most = load.requests, let each = load.endpointRequests, each > most,
            let origin = self.settings.writer(of: "\(path).endpoint-requests")
        {
            log.warning(
                origin,
                key: "\(path).endpoint-requests",
                "`endpoint-requests` (\(each)) is never reached: the whole route has at most \(most)",
                fix: "raise `requests`, or leave it out"
            )
        }
    }

    private func checkRates(into log: inout ProblemLog) {
        guard let client = self.route.rate.client, let total = self.route.rate.total,
            Self.isFaster(client, than: total), let origin = self.settings.writer(of: "\(self.path).rate.client")
        else { return }
        log.warning(
            origin,
            key: "\(self.path).rate.client",
            "the rate of one client (\(client)) is above that of all together (\(total))",
            fix: "one client could use all of it up: write less"
        )
    }

    private static func isFaster(_ left: RateLimit, than right: RateLimit) -> Bool {
        // At most ten million times a day in milliseconds: far below 2^63.
        left.requests * Int(right.period.count) > right.requests * Int(left.period.count)
    }

    private func checkOverload(into log: inout ProblemLog) {
        let path = "\(self.path).overload"
        let (overload, wait) = (self.route.overload, self.route.wait)
        if !overload.isAdaptive {
            self.settings.warn(
                ["latency"],
                under: path,
                into: &log,
                because: "`adaptive` is off",
                fix: "write `adaptive: on`, or leave it out"
            )
        }
        guard !wait.longest.isOff else {
            self.settings.warn(
                (overload.sojourn.isOff ? [] : ["sojourn"]) + ["interval", "priority-field"],
                under: path,
                into: &log,
                because: "`wait` is off, so there is no queue",
                fix: "write a duration for `wait`, or leave it out"
            )
            return
        }
        let keys = ["\(path).sojourn", "\(path).interval"]
        if overload.sojourn > overload.interval {
            guard let key = self.settings.writer(of: keys) else { return }
            log.error(
                key.origin,
                key: key.key,
                "`sojourn` (\(overload.sojourn)) is longer than `interval` (\(overload.interval))",
                fix: "a queue is judged over an `interval`, which holds several waits: make it longer"
            )
        } else if overload.sojourn > wait.longest, let origin = self.settings.writer(of: keys[0]) {
            log.warning(
                origin,
                key: keys[0],
                "`sojourn` (\(overload.sojourn)) never counts: no request waits longer than \(wait.longest)",
                fix: "make it shorter, or `wait` longer"
            )
        }
    }
}
