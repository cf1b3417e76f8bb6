/// How a kernel is made to behave as a case says: what is to be done, in order.
///
/// Nothing is done here, and every step names a namespace of the run: the machine's own network stays as it is.
public struct NetworkPlan: Sendable {
    public let steps: [NetworkStep]
    /// Files that the visitor has in the place of the machine's, by their names in `/etc`.
    public let files: [String: String]

    private let names: NetworkNames

    public init(_ network: NetworkCase, _ names: NetworkNames) {
        self.names = names
        var steps = Self.base(names)
        for fault in network.faults { steps += Self.steps(of: fault, names) }
        self.steps = steps
        self.files = Self.files(network.faults)
    }

    private static func files(_ faults: [NetworkFault]) -> [String: String] {
        var resolver = NetworkMap.resolver
        var hosts = "127.0.0.1 localhost\n::1 localhost\n"
        for fault in faults {
            switch fault {
            case .resolver(let address): resolver = address
            case .hosts(let line): hosts += line + "\n"
            case .drop, .prohibit, .blackHole, .unreachable, .circle, .noRoute, .hole, .delay, .loss, .shallowQueue:
                break
            }
        }
        return ["resolv.conf": "nameserver \(resolver)\n", "hosts": hosts]
    }

    // MARK: - Where nothing is wrong

    private static func base(_ names: NetworkNames) -> [NetworkStep] {
        var steps: [NetworkStep] = []
        for name in names.all {
            steps.append(.ip(["netns", "add", name]))
            // Some values are those of the machine in the beginning; a route in a circle needs this one to be off.
            steps.append(
                .settings(namespace: name, ["ipv4/conf/all/rp_filter": "0", "ipv4/conf/default/rp_filter": "0"])
            )
            steps.append(.inside(name, "link", "set", "lo", "up"))
        }
        steps += self.link(names.visitor, names.router, NetworkMap.toVisitor, NetworkMap.visitor, NetworkMap.visitorV6)
        steps += self.link(names.site, names.router, NetworkMap.toSite, NetworkMap.site, NetworkMap.siteV6)
        steps += NetworkMap.moreOfSite.map { self.address("\($0)/\(NetworkMap.site.size)", names.site, NetworkMap.out) }
        steps += NetworkMap.moreOfSiteV6.map {
            self.address("\($0)/\(NetworkMap.siteV6.size)", names.site, NetworkMap.out)
        }
        steps.append(.settings(namespace: names.router, ["ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1"]))
        // Whoever visits may ping, as on most machines.
        steps.append(.settings(namespace: names.visitor, ["ipv4/ping_group_range": "0 2147483647"]))
        steps.append(.inside(names.visitor, "route", "add", "default", "via", NetworkMap.visitor.router))
        steps.append(.inside(names.visitor, "-6", "route", "add", "default", "via", NetworkMap.visitorV6.router))
        steps.append(.inside(names.site, "route", "add", "default", "via", NetworkMap.site.router))
        steps.append(.inside(names.site, "-6", "route", "add", "default", "via", NetworkMap.siteV6.router))
        return steps
    }

    /// Both ends are made where they belong: none is ever among the machine's own interfaces.
    private static func link(
        _ inner: String,
        _ router: String,
        _ end: String,
        _ v4: NetworkMap.Link,
        _ v6: NetworkMap.Link
    ) -> [NetworkStep] {
        [
            .ip(["link", "add", NetworkMap.out, "netns", inner, "type", "veth", "peer", "name", end, "netns", router]),
            self.address(v4.own, inner, NetworkMap.out), self.address(v6.own, inner, NetworkMap.out),
            self.address(v4.theirs, router, end), self.address(v6.theirs, router, end),
            .inside(inner, "link", "set", NetworkMap.out, "up"), .inside(router, "link", "set", end, "up"),
        ]
    }

    private static func address(_ address: String, _ namespace: String, _ device: String) -> NetworkStep {
        // An IPv6 address is of no use while the kernel asks whether somebody else has it.
        let more = address.contains(":") ? ["nodad"] : []
        return .ip(["-n", namespace, "addr", "add", address, "dev", device] + more)
    }

    // MARK: - What is wrong

    private static func steps(of fault: NetworkFault, _ names: NetworkNames) -> [NetworkStep] {
        let router = names.router
        switch fault {
        case .drop(let port): return [self.rule(router, port, "blackhole")]
        case .prohibit(let port): return [self.rule(router, port, "prohibit")]
        case .blackHole(let network): return [self.route(router, "blackhole", network)]
        case .unreachable(let network): return [self.route(router, "unreachable", network)]
        case .circle(let network):
            return [
                .inside(router, "route", "add", network, "via", NetworkMap.site.address),
                .settings(namespace: names.site, ["ipv4/ip_forward": "1"]),
            ]
        case .noRoute(.v4): return [.inside(names.visitor, "-4", "route", "del", "default")]
        case .noRoute(.v6): return [.inside(names.visitor, "-6", "route", "del", "default")]
        case .hole(let octets):
            // A packet larger than what the other end takes is dropped between the two, where no router is that could
            // say so. The kernel lets one through that it has not cut into segments yet: so it has to cut at once.
            return [
                .inside(names.site, "link", "set", NetworkMap.out, "gso_max_segs", "1"),
                .inside(router, "link", "set", NetworkMap.toSite, "mtu", "\(octets)"),
            ]
        case .delay(let count): return [self.queue(router, "netem", "delay", "\(count)ms")]
        case .loss(let percent): return [self.queue(router, "netem", "loss", "\(percent)%")]
        case .shallowQueue:
            return [self.queue(router, "tbf", "rate", "2mbit", "burst", "1600", "limit", "1600")]
        case .resolver, .hosts: return []
        }
    }

    /// Instead of a packet filter, which not every kernel has and which needs programs of its own.
    private static func rule(_ router: String, _ port: Int, _ action: String) -> NetworkStep {
        .inside(router, "rule", "add", "pref", "10", "ipproto", "tcp", "dport", "\(port)", action)
    }

    private static func route(_ router: String, _ kind: String, _ network: String) -> NetworkStep {
        .inside(router, network.contains(":") ? "-6" : "-4", "route", "add", kind, network)
    }

    private static func queue(_ router: String, _ kind: String, _ words: String...) -> NetworkStep {
        .tc(["-n", router, "qdisc", "add", "dev", NetworkMap.toVisitor, "root", kind] + words, needs: "sch_\(kind)")
    }
}

extension NetworkStep {
    fileprivate static func inside(_ namespace: String, _ words: String...) -> NetworkStep {
        .ip(["-n", namespace] + words)
    }
}
