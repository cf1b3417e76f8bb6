internal import GatewayFaults
internal import GatewayReactor

/// Another port of a machine whose asked port does not let anybody in: is it the machine, or this port?
///
/// Polite: one connection to one address, with nothing sent on it.
extension Walk {
    private static let patience: UInt64 = 1500

    func tryOtherPort() {
        guard let page = self.seen.pages.first(where: Self.isTelling) else { return }
        let address = page.address.at(port: Self.otherPort(than: page.address.port, self.seen.target.scheme))
        var plan = VisitPlan(.port, address, nil, [])
        plan.limits.connect = Self.patience
        guard let visit = self.visit([plan], until: self.share(2500)).first else { return }
        self.seen.otherPort = visit
        self.note(.triedPort(visit))
    }

    private static func isTelling(_ page: Visit) -> Bool {
        guard page.connect == nil else { return false }
        switch page.fault?.detail {
        case .connectTimeout, .connectRefused, .hostUnreachable: return true
        // Default: nothing of this went as far as the machine.
        default: return false
        }
    }

    /// What a web server most likely has open besides.
    static func otherPort(than port: UInt16, _ scheme: Target.Scheme) -> UInt16 {
        switch port {
        case 80: 443
        case 443: 80
        // Default: an unusual port; the usual one of its scheme.
        default: scheme.port
        }
    }
}
