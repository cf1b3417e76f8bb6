internal import GatewayFaults
internal import GatewayReactor

extension Judge {
    /// No connection came about to any of them.
    mutating func judgeConnecting(_ visits: [Visit]) {
        self.fail(at: .connect, .broken)
        for visit in visits { self.weighConnection(visit) }
        self.weighOtherPort()
        self.weighHosts()
        self.weighOldAddress()
        self.weighPath()
    }

    private mutating func weighConnection(_ visit: Visit) {
        guard let fault = visit.fault else { return }
        let place = visit.address.text
        switch fault.detail {
        case .connectRefused:
            self.scale.support(.serverDown, by: 8, "\(place) refused the connection: the machine is there")
            self.scale.support(.firewall, by: 1, "some firewalls refuse instead of dropping")
        case .connectTimeout:
            let waited = Self.text(Double(fault.code))
            self.scale.support(.firewall, by: 8, "\(place) said nothing to three attempts in \(waited)")
            self.scale.support(.packetLoss, by: 1, "all packets of \(waited) may have been lost")
        case .hostUnreachable:
            let name = Errno.name(fault.code)
            self.scale.support(.hostUnreachable, by: 8, "a router answered for \(place): \(name)")
            self.scale.support(.firewall, by: 2, "firewalls answer so, too")
        case .networkUnreachable:
            self.weighNoRoute(visit)
        // Default: errors of this machine, or that no remedy is known for.
        default:
            self.scale.support(.noNetwork, by: 3, "connecting to \(place) failed: \(Errno.name(fault.code))")
        }
    }

    private mutating func weighNoRoute(_ visit: Visit) {
        let place = visit.address.hostText
        let onlyV6 = self.seen.resolution.addresses.allSatisfy { $0.family == .v6 }
        if visit.address.family == .v6, onlyV6 {
            self.scale.support(.noIPv6Here, by: 9, "there is no route to \(place) here, and the site has IPv6 only")
        } else {
            self.scale.support(.noNetwork, by: 8, "this machine has no route to \(place)")
        }
    }

    /// A line in the hosts file that DNS does not agree with.
    mutating func weighHosts() {
        let resolution = self.seen.resolution
        guard resolution.source == .hostsFile, !resolution.overridden.isEmpty else { return }
        let differs = !resolution.overridden.contains { resolution.addresses.contains($0) }
        guard differs else { return }
        let there = resolution.overridden.map(\.hostText).joined(separator: ", ")
        self.scale.support(.hostsOverride, by: 12, "the hosts file says otherwise than DNS, which has \(there)")
    }

    // MARK: - Some addresses

    /// Some addresses are well and some are not.
    mutating func judgePart(_ bad: [Visit], _ good: [Visit]) {
        guard let worst = bad.first else { return }
        self.judge(worst, all: bad)
        let stage = Self.stage(of: worst)
        self.fail(at: stage, .degraded)
        let names = bad.map(\.address.hostText).joined(separator: ", ")
        let isIPv6 = bad.allSatisfy { $0.address.family == .v6 } && good.allSatisfy { $0.address.family == .v4 }
        let line = "\(names) fails, \(good.map(\.address.hostText).joined(separator: ", ")) works"
        self.scale.support(isIPv6 ? .ipv6Broken : .addressBad, by: 16, line)
        for cause in [
            SiteCause.firewall, .portFiltered, .serverDown, .hostUnreachable, .closedWithoutAnswer, .slowAnswer,
        ] {
            self.scale.weaken(cause, by: 2, "other addresses of the site work")
        }
    }
}
