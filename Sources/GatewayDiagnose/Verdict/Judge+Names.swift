internal import GatewayReactor
internal import GatewayWire

extension Judge {
    /// No address was found.
    mutating func judgeNames() {
        self.fail(at: .resolve, .broken)
        let own = self.seen.resolution.own
        let others = self.seen.resolution.given.filter { !$0.addresses.isEmpty }
        guard !own.isEmpty else {
            self.scale.support(.resolverDown, by: 8, "this machine has no name server (/etc/resolv.conf)")
            return
        }
        for view in own { self.weigh(view) }
        for view in others {
            let line = "\(view.server) knows \(view.addresses.map(\.hostText).joined(separator: ", "))"
            self.scale.weaken(.nameUnknown, by: 9, line)
            self.scale.weaken(.nameWithoutAddress, by: 9, line)
            self.scale.weaken(.zoneBroken, by: 7, line)
            self.scale.support(own.contains { $0.problem == .noName } ? .resolverFilters : .resolverDown, by: 6, line)
        }
        let agreeing = self.seen.resolution.given.filter { $0.problem == .noName }
        for view in agreeing { self.scale.support(.nameUnknown, by: 2, "\(view.server) says so, too") }
        self.weighZone()
        let isCut = own.allSatisfy { $0.problem == .unreachable || $0.problem == .timedOut }
        if isCut, !self.seen.here.hasRouteV4, !self.seen.here.hasRouteV6 {
            self.scale.support(.noNetwork, by: 5, "this machine has no default route")
        }
    }

    private mutating func weigh(_ view: NameView) {
        let time = "after \(Self.text(view.milliseconds))"
        switch view.problem {
        case .noName:
            self.scale.support(.nameUnknown, by: 8, "\(view.server) says NXDOMAIN")
        case .noAddress:
            self.scale.support(.nameWithoutAddress, by: 8, "\(view.server) knows the name, but no A or AAAA record")
        case .serverFailure:
            self.scale.support(.zoneBroken, by: 6, "\(view.server) says SERVFAIL \(time)")
            self.scale.support(.resolverDown, by: 1, "\(view.server) says SERVFAIL \(time)")
        case .refused:
            self.scale.support(.resolverDown, by: 5, "\(view.server) says REFUSED")
            self.scale.support(.resolverFilters, by: 2, "\(view.server) says REFUSED")
        case .other(let code):
            self.scale.support(.resolverDown, by: 4, "\(view.server) answers with code \(code)")
        case .timedOut:
            self.scale.support(.resolverDown, by: 6, "\(view.server) says nothing \(time)")
            self.scale.support(.zoneBroken, by: 2, "\(view.server) says nothing \(time)")
        case .unreachable:
            self.scale.support(.resolverDown, by: 8, "\(view.server) cannot be reached")
        case .malformed:
            self.scale.support(.resolverDown, by: 6, "\(view.server) answers with something that is no DNS message")
        case nil: break
        }
        for error in view.errors { self.weigh(error, view) }
    }

    /// RFC 8914 codes that say more than the response code.
    private mutating func weigh(_ error: ExtendedError, _ view: NameView) {
        let line = "\(view.server) adds \(error.description)"
        switch error.code {
        case 1, 2, 5...12, 25, 27: self.scale.support(.signatureBroken, by: 10, line)
        case 4, 15...18: self.scale.support(.resolverFilters, by: 10, line)
        case 22, 23: self.scale.support(.zoneBroken, by: 4, line)
        // Default: they explain without pointing to anybody.
        default: self.verdict.notes.append(line)
        }
    }

    static func text(_ milliseconds: Double) -> String {
        switch milliseconds {
        case ..<10: "\((milliseconds * 10).rounded() / 10) ms"
        case ..<1000: "\(Int(milliseconds.rounded())) ms"
        default: "\((milliseconds / 100).rounded() / 10) s"
        }
    }
}
