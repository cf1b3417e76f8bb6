/// One way in which the network between a visitor and a site is broken, with what a diagnosis must make of it.
///
/// A description only. Not responsible for making it so.
public struct NetworkCase: Sendable {
    /// Who has to repair what, as `goodgate diagnose` names both; no cause where nothing is wrong.
    public struct Truth: Sendable, Hashable {
        public let party: String
        public let cause: String?

        static let healthy = Truth(party: "nobody", cause: nil)
        static func here(_ cause: String) -> Truth { Truth(party: "here", cause: cause) }
        static func resolver(_ cause: String) -> Truth { Truth(party: "resolver", cause: cause) }
        static func zone(_ cause: String) -> Truth { Truth(party: "zone", cause: cause) }
        static func network(_ cause: String) -> Truth { Truth(party: "network", cause: cause) }
        static func server(_ cause: String) -> Truth { Truth(party: "server", cause: cause) }
    }

    /// The name on the command line.
    public let name: String
    /// What the network, a name server or the site does, in one sentence.
    public let summary: String
    public let truth: Truth
    /// What the visitor asks for.
    public let url: String

    let faults: [NetworkFault]
    let site: NetworkSite

    /// The part of the kernel that it takes and that not every one has; nil for what all have.
    public var kernelModule: String? {
        for fault in self.faults {
            switch fault {
            case .delay, .loss: return "sch_netem"
            case .shallowQueue: return "sch_tbf"
            case .drop, .prohibit, .blackHole, .unreachable, .circle, .noRoute, .hole, .resolver, .hosts: break
            }
        }
        return nil
    }

    /// - Parameters:
    ///   - url: nil for the host of that name on port 80
    ///   - addresses: of that host
    ///   - answer: what the visitor's name server does instead of handing these out
    ///   - zone: what the zone's own name server does; nil for the same
    ///   - listeners: nil for one on every address of the site
    init(
        _ name: String,
        _ summary: String,
        truth: Truth,
        url: String? = nil,
        addresses: [String] = [NetworkMap.site.address],
        answer: NameAct? = nil,
        zone: NameAct? = nil,
        listeners: [NetworkSite.Listener]? = nil,
        faults: [NetworkFault] = []
    ) {
        self.name = name
        self.summary = summary
        self.truth = truth
        self.url = url ?? Self.url(name)
        self.faults = faults
        let told = answer ?? .records(addresses.compactMap { NameRecord.address($0) })
        self.site = NetworkSite(
            listeners: listeners ?? [.everywhere(80)],
            nameServers: [
                .init(address: NetworkMap.resolver, isAuthoritative: false, acts: Self.acts(Self.host(name), told)),
                .init(
                    address: NetworkMap.authority,
                    isAuthoritative: true,
                    acts: Self.acts(Self.host(name), zone ?? told)
                ),
            ]
        )
    }

    /// RFC 6761 §6.2: nobody outside has names under `test`.
    private static let zoneName = "lab.test"

    static func host(_ name: String) -> String { "\(name).\(Self.zoneName)" }

    static func url(_ name: String, port: Int? = nil, path: String = "/") -> String {
        "http://\(Self.host(name))\(port.map { ":\($0)" } ?? "")\(path)"
    }

    /// The host's, and what leads to who speaks for it.
    private static func acts(_ host: String, _ act: NameAct) -> [String: NameAct] {
        let server = "ns1.\(Self.zoneName)"
        return [
            host: act,
            server: .records([NameRecord.address(NetworkMap.authority)].compactMap { $0 }),
            Self.zoneName: .records([.server(server), .edition(1)]),
        ]
    }
}

extension NetworkSite.Listener {
    /// On every address of the site, of both families.
    static func everywhere(_ port: Int) -> NetworkSite.Listener { .init(address: "::", port: port) }

    static func at(_ address: String, _ port: Int = 80) -> NetworkSite.Listener { .init(address: address, port: port) }
}
