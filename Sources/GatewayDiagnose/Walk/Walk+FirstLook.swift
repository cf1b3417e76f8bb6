internal import GatewayReactor

/// The first look: names are asked for and this machine is looked at side by side, and each address is visited as soon
/// as it is certain, because nothing of a visit depends on what other name servers say.
///
/// The limit of the search is a third of the time: name servers that say nothing are a finding, too.
extension Walk {
    struct FirstPages {
        var round: VisitRound
        /// In the order in which they were begun; a table would cost more than looking through eight.
        var addresses: [SocketAddress] = []
    }

    /// Tells what is here and what was resolved; the pages come back untold.
    func lookFirst() -> FirstPages {
        let target = self.seen.target
        let until = self.share(3500)
        let search = self.names.begin(target, until: until)
        var pages = FirstPages(round: self.visitor.round(until: self.end))
        self.begin(search.certain, of: &pages)
        // The answers are under way.
        self.seen.here = HereProbe.look(
            for: target,
            environment: self.options.environment,
            nameServers: self.names.own
        )
        self.note(.here(self.seen.here))
        while !search.isDone {
            self.visitor.turn(pages.round, beside: search)
            self.begin(search.certain, of: &pages)
        }
        self.seen.resolution = self.names.finish(search, target, until: until)
        self.note(.resolved(self.seen.resolution))
        self.begin(self.seen.resolution.addresses, of: &pages)
        while !pages.round.isDone { self.visitor.turn(pages.round) }
        return pages
    }

    /// In the order of the addresses, whoever was first.
    func take(_ pages: FirstPages) {
        let records = pages.round.records
        self.seen.pages = self.seen.resolution.addresses.compactMap { address in
            pages.addresses.firstIndex(of: address).map { records[$0] }
        }
        if !self.seen.pages.isEmpty { self.note(.visited(self.seen.pages)) }
    }

    private func begin(_ addresses: [SocketAddress], of pages: inout FirstPages) {
        for address in addresses where !pages.addresses.contains(address) {
            guard let plan = self.admitted([self.plan(.page, self.seen.target, address)], until: self.end).first else {
                return
            }
            pages.addresses.append(address)
            pages.round.add(plan)
        }
    }
}
