internal import GatewayReactor

/// What the servers of the domain itself say, beside what resolvers say of it.
extension Judge {
    /// The resolvers gave no address.
    mutating func weighZone() {
        guard let zone = self.seen.zone else { return }
        if zone.isUnknownToParent, zone.zone?.contains(".") != true {
            self.scale.support(.nameUnknown, by: 6, "the servers of the domain above say that it does not exist")
        }
        guard !zone.servers.isEmpty else { return }
        let name = zone.zone ?? ""
        guard !zone.answering.isEmpty else {
            let list = zone.servers.map { "\($0.name) (\($0.view.server))" }.joined(separator: ", ")
            return self.scale.support(.zoneBroken, by: 10, "none of the servers of \(name) answers: \(list)")
        }
        for server in zone.servers where !server.view.isAnswer {
            self.scale.support(.zoneBroken, by: 3, "\(server.name) (\(server.view.server)) gives no answer")
        }
        let knowing = zone.servers.filter { !$0.view.addresses.isEmpty }
        guard !knowing.isEmpty else { return self.weighEmptyZone(zone) }
        let list = zone.addresses.prefix(3).map(\.hostText).joined(separator: ", ")
        let line = "the servers of \(name) know \(list)"
        for cause in [SiteCause.nameUnknown, .nameWithoutAddress, .zoneBroken] {
            self.scale.weaken(cause, by: 9, line)
        }
        let says = self.seen.resolution.own.compactMap(\.problem)
        let isDenied = says.contains(.noName) || says.contains(.noAddress)
        self.scale.support(isDenied ? .resolverFilters : .resolverDown, by: 7, line)
        for server in zone.servers where server.view.problem == .noName {
            self.scale.support(
                .zoneBroken,
                by: 12,
                "\(server.name) says NXDOMAIN where others of the zone have addresses"
            )
        }
    }

    private mutating func weighEmptyZone(_ zone: ZoneFacts) {
        if zone.servers.contains(where: { $0.view.problem == .noName }) {
            self.scale.support(.nameUnknown, by: 4, "the zone's own servers say NXDOMAIN, too")
        }
        if zone.servers.contains(where: { $0.view.problem == .noAddress }) {
            self.scale.support(.nameWithoutAddress, by: 4, "the zone's own servers have no address, either")
        }
    }

    /// Nothing could be reached at the addresses that the resolver gave.
    mutating func weighOldAddress() {
        guard let zone = self.seen.zone else { return }
        let tried = self.seen.pages.map(\.address)
        let other = zone.addresses.filter { !tried.contains($0) }
        guard !other.isEmpty, !zone.addresses.contains(where: { tried.contains($0) }) else { return }
        let list = other.prefix(3).map(\.hostText).joined(separator: ", ")
        let line = "the servers of \(zone.zone ?? "") now say \(list)"
        guard let good = self.seen.zonePages.first(where: { $0.connect != nil }) else {
            // Sites with many places give every region its own.
            return self.verdict.notes.append(line)
        }
        let kept = self.seen.resolution.own.compactMap(\.ttl).max().map { ", for up to \($0) s more" } ?? ""
        self.scale.support(.nameOutOfDate, by: 16, line, "\(good.address.text) can be reached\(kept)")
    }

    mutating func noteZone() {
        guard let zone = self.seen.zone, zone.servers.count > 1 else { return }
        let serials = Set(zone.servers.compactMap(\.serial))
        if serials.count > 1 {
            let list = zone.servers.compactMap { server in server.serial.map { "\(server.name) has \($0)" } }
            self.verdict.notes.append("the zone's servers have different editions: \(list.joined(separator: ", "))")
        }
        let lame = zone.servers.filter { $0.view.isAnswer && !$0.isAuthoritative }.map(\.name)
        if !lame.isEmpty {
            self.verdict.notes.append("\(lame.joined(separator: ", ")) is named for the zone and does not speak for it")
        }
        guard self.verdict.stage != .resolve else { return }
        for server in zone.servers where !server.view.isAnswer {
            self.verdict.notes.append("the zone's server \(server.name) (\(server.view.server)) does not answer")
        }
    }
}
