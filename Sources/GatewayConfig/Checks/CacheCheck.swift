/// Finds problems between what routes keep and where it is kept.
struct CacheCheck {
    let settings: SettingCheck
    /// `routes[2]` for each route.
    let paths: [String]

    func run(into log: inout ProblemLog) {
        let configuration = self.settings.configuration
        let store = configuration.cacheStore
        if store.directory == nil {
            self.settings.warn(
                ["disk"],
                under: "cache",
                into: &log,
                because: "there is no `directory`",
                fix: "write `directory`, or leave it out"
            )
        } else if store.disk < store.memory, let key = self.settings.writer(of: ["cache.disk", "cache.memory"]) {
            log.warning(
                key.origin,
                key: key.key,
                "the disk (\(SizeText.text(store.disk))) is smaller than the memory (\(SizeText.text(store.memory)))",
                fix: "raise `cache.disk`: it holds what memory evicts"
            )
        }
        if let origin = self.settings.writer(of: "cache"), configuration.routes.allSatisfy({ $0.cache == nil }) {
            log.warning(
                origin,
                key: "cache",
                "no route keeps anything: each says so itself",
                fix: "write `cache: {}` in the routes whose responses may be kept"
            )
        }
        // About the default size one warning is enough, however many routes have it.
        var isSaid = false
        for (path, route) in zip(self.paths, configuration.routes) {
            guard let policy = route.cache else { continue }
            self.checkSize(policy, path: "\(path).cache", isSaid: &isSaid, into: &log)
            self.checkMethods(policy, of: route, path: "\(path).cache", into: &log)
        }
    }

    private func checkSize(_ policy: CachePolicy, path: String, isSaid: inout Bool, into log: inout ProblemLog) {
        let memory = self.settings.configuration.cacheStore.memory
        let size = SizeText.text(policy.object)
        guard policy.object > memory / 2, let key = self.settings.writer(of: ["\(path).object", "cache.memory"]) else {
            return
        }
        guard policy.object > memory else {
            guard key.key != "cache.memory" else { return }
            return log.warning(
                key.origin,
                key: key.key,
                "what is larger than half of the memory of the cache (\(SizeText.text(memory))) is not kept, although "
                    + "`object` (\(size)) allows it",
                fix: "raise `cache.memory` to at least twice `object`, or write a smaller `object`"
            )
        }
        let isWritten = key.key != "cache.memory"
        let message =
            "`object` (\(size)\(isWritten ? "" : ", the default")) is larger than the memory of the cache "
            + "(\(SizeText.text(memory)))"
        let fix = "raise `cache.memory`, or write a smaller `object` in the route"
        if isWritten {
            log.error(key.origin, key: key.key, message, fix: fix)
        } else if !isSaid {
            isSaid = true
            log.warning(key.origin, key: key.key, message, fix: fix)
        }
    }

    private func checkMethods(_ policy: CachePolicy, of route: Route, path: String, into log: inout ProblemLog) {
        // RFC 9110 §9.2.3: responses to other methods are not kept here.
        guard !route.match.methods.isEmpty, !route.match.methods.contains(where: { ["GET", "HEAD"].contains($0) })
        else {
            return
        }
        log.warning(
            policy.origin,
            key: path,
            "nothing can be kept: the route takes only \(route.match.methods.joined(separator: ", ").visible(limit: 80))",
            fix: "only answers to GET and HEAD are"
        )
    }
}
