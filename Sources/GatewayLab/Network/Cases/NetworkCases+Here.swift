extension NetworkCases {
    /// The visitor's own machine or network.
    static let here: [NetworkCase] = [
        NetworkCase(
            "hosts-override",
            "The visitor's hosts file gives the name an address at which nobody is.",
            truth: .here("hosts_override"),
            listeners: [.at(NetworkMap.site.address)],
            faults: [.hosts(line: "\(NetworkMap.fourth) \(NetworkCase.host("hosts-override"))")]
        ),
        NetworkCase(
            "no-route",
            "The visitor's machine has no route to anywhere.",
            truth: .here("no_network"),
            url: "http://\(NetworkMap.site.address)/",
            faults: [.noRoute(.v4), .noRoute(.v6)]
        ),
        NetworkCase(
            "ipv6-only-site",
            "The site has an IPv6 address only, and the visitor no IPv6.",
            truth: .here("no_ipv6_here"),
            addresses: [NetworkMap.siteV6.address],
            faults: [.noRoute(.v6)]
        ),
    ]
}
