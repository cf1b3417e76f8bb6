/// Finds problems between retries, waiting and the time that an exchange has.
struct RetryCheck {
    let settings: SettingCheck
    let route: Route
    /// `routes[0]`.
    let path: String

    func run(into log: inout ProblemLog) {
        self.checkRetry(into: &log)
        self.checkWait(into: &log)
    }

    private func checkRetry(into log: inout ProblemLog) {
        let path = "\(self.path).retry"
        let retry = self.route.retry
        guard retry.attempts > 0 else {
            self.settings.warn(
                ["budget", "budget-per-second", "replay-body", "idempotency-key"],
                under: path,
                into: &log,
                because: "`attempts` is 0, so nothing is sent again",
                fix: "write `attempts: 2`, or only `retry: off`"
            )
            return
        }
        let budget = ["\(path).budget", "\(path).budget-per-second"]
        if retry.budgetPercent == 0, retry.budgetPerSecond == 0, let key = self.settings.writer(of: budget) {
            log.warning(
                key.origin,
                key: key.key,
                "the retry budget is 0: nothing is ever sent again",
                fix: "write `retry: off` if that is meant"
            )
        }
        let limit = self.settings.configuration.limits.requestBody
        if let limit, retry.replayBody > limit, let origin = self.settings.writer(of: "\(path).replay-body") {
            log.warning(
                origin,
                key: "\(path).replay-body",
                "`replay-body` (\(SizeText.text(retry.replayBody))) is larger than any request may be "
                    + "(`limits.request-body`, \(SizeText.text(limit)))",
                fix: "at most \(SizeText.text(limit)) is ever used"
            )
        }
    }

    private func checkWait(into log: inout ProblemLog) {
        let path = "\(self.path).wait"
        let (wait, total) = (self.route.wait, self.route.timeouts.total)
        guard !wait.longest.isOff else {
            self.settings.warn(
                ["requests"],
                under: path,
                into: &log,
                because: "`longest` is off, so nothing waits",
                fix: "write a duration for `longest`, or leave `requests` out"
            )
            return
        }
        guard let origin = self.settings.writer(of: "\(path).longest") else { return }
        if !total.value.isOff, wait.longest > total.value {
            log.warning(
                origin,
                key: "\(path).longest",
                "a wait of \(wait.longest) never ends by itself: `total` (\(total.value), \(total.origin)) comes first",
                fix: "make it shorter than \(total.value)"
            )
        }
        if self.route.retry.attempts == 0, self.settings.writer(of: "\(self.path).retry.attempts") != nil {
            log.warning(
                origin,
                key: "\(path).longest",
                "with retries off a request waits only before its first attempt, not after one that failed",
                fix: "write `retry: 1`, so that it can be sent once the server is back"
            )
        }
    }
}
