/// Finds problems between settings of the process as a whole: names, clients, and where it stands.
struct ProcessCheck {
    let settings: SettingCheck

    func run(into log: inout ProblemLog) {
        let resolver = self.settings.configuration.resolver
        if resolver.shortest > resolver.longest,
            let key = self.settings.writer(of: ["resolver.shortest-ttl", "resolver.longest-ttl"])
        {
            log.error(
                key.origin,
                key: key.key,
                "`shortest-ttl` (\(resolver.shortest)) is longer than `longest-ttl` (\(resolver.longest))",
                fix: "times to live are moved between the two"
            )
        }
        self.checkClients(into: &log)
        self.checkZone(into: &log)
    }

    private func checkZone(into log: inout ProblemLog) {
        let configuration = self.settings.configuration
        guard let zone = configuration.zone, let origin = self.settings.writer(of: "zone"),
            !self.settings.hasTrouble(under: "routes"),
            !configuration.routes.contains(where: { $0.endpoints.contains { $0.zone == zone } })
        else { return }
        log.warning(
            origin,
            key: "zone",
            "`zone` does nothing: no upstream server is in \(zone.quoted)",
            fix: "write `zone: \(zone)` for those of `to` that stand there"
        )
    }

    private func checkClients(into log: inout ProblemLog) {
        let configuration = self.settings.configuration
        let all = configuration.limits.connections * configuration.workers
        guard let each = configuration.clientLimits.connections, each > all,
            let key = self.settings.writer(of: ["limits.client-connections", "limits.connections"])
        else { return }
        log.warning(
            key.origin,
            key: key.key,
            "`client-connections` (\(each)) is never reached: all clients together have \(all)",
            fix: "write less, or raise `connections`"
        )
    }
}
