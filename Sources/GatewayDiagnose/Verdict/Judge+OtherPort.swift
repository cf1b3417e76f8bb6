internal import GatewayFaults
internal import GatewayReactor

/// What another port of the same machine says of the one that was asked for: firewalls treat ports differently,
/// machines that are off do not.
extension Judge {
    mutating func weighOtherPort() {
        guard
            let other = self.seen.otherPort,
            let page = self.seen.pages.first(where: { $0.address.at(port: 0) == other.address.at(port: 0) })
        else { return }
        let (asked, tried) = (page.address.port, other.address.port)
        let isOpen = other.connect != nil
        let isRefused = other.fault?.detail == .connectRefused
        let isSilent = other.fault?.detail == .connectTimeout
        switch page.fault?.detail {
        case .connectTimeout where isOpen || isRefused:
            self.blamePort("port \(tried) of it \(isOpen ? "is open" : "refuses"), port \(asked) is silent")
            self.scale.weaken(.packetLoss, by: 1, "port \(tried) answered at once")
        case .connectTimeout where isSilent:
            let line = "port \(tried) of it is silent, too: the machine is off, or everything is filtered"
            self.scale.support(.firewall, by: 1, line)
        case .hostUnreachable where isOpen || isRefused:
            self.blamePort("port \(tried) of it \(isOpen ? "is open" : "refuses"): the machine can be reached")
            self.scale.weaken(.hostUnreachable, by: 6, "port \(tried) can be reached")
        case .connectRefused:
            self.weighRefused(asked, tried, other)
        // Default: what was seen there adds nothing.
        default: break
        }
    }

    /// Only part of what a firewall in general would be.
    private mutating func blamePort(_ line: String) {
        self.scale.support(.portFiltered, by: 10, line)
        self.scale.weaken(.firewall, by: 6, "the machine is on, and only this port is filtered")
    }

    private mutating func weighRefused(_ asked: UInt16, _ tried: UInt16, _ other: Visit) {
        if other.connect != nil {
            let line = "port \(tried) of it is open: the machine is well, nothing serves port \(asked)"
            self.scale.support(.serverDown, by: 2, line)
        } else if other.fault?.detail == .connectRefused {
            self.scale.support(.serverDown, by: 1, "port \(tried) of it refuses, too: no web server is running")
        } else if other.fault?.detail == .connectTimeout {
            // Firewalls that drop one port and refuse another are rare: what refuses here is the machine itself.
            let line = "port \(tried) of it is silent: a firewall drops there and lets port \(asked) pass"
            self.scale.support(.serverDown, by: 2, line)
            self.scale.support(.firewall, by: 1, line)
        }
    }
}
