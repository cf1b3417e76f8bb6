extension NetworkCases {
    /// The name leads nowhere, or somewhere else.
    static let names: [NetworkCase] = [
        NetworkCase(
            "name-unknown",
            "The name does not exist: all name servers say NXDOMAIN.",
            truth: .zone("name_unknown"),
            answer: .code(3)
        ),
        NetworkCase(
            "name-without-address",
            "The name exists and has no address.",
            truth: .zone("name_without_address"),
            answer: .records([])
        ),
        NetworkCase(
            "zone-failing",
            "All name servers say SERVFAIL: those of the zone are broken.",
            truth: .zone("zone_broken"),
            answer: .code(2)
        ),
        NetworkCase(
            "signature-broken",
            "The resolver says SERVFAIL and why: the zone's DNSSEC signatures are wrong.",
            truth: .zone("signature_broken"),
            answer: .code(2, ede: 6),
            zone: .records([.v4(10, 78, 0, 2)])
        ),
        NetworkCase(
            "resolver-silent",
            "The name server that the visitor asks does not answer.",
            truth: .resolver("resolver_down"),
            faults: [.blackHole(network: NetworkMap.beyondNetwork), .resolver(address: NetworkMap.beyond)]
        ),
        NetworkCase(
            "resolver-gone",
            "No name server runs where the visitor asks: the machine says that the port is closed.",
            truth: .resolver("resolver_down"),
            faults: [.resolver(address: NetworkMap.second)]
        ),
        NetworkCase(
            "resolver-refuses",
            "The name server refuses to answer this visitor (REFUSED).",
            truth: .resolver("resolver_down"),
            answer: .code(5),
            zone: .records([.v4(10, 78, 0, 2)])
        ),
        NetworkCase(
            "resolver-filters",
            "The visitor's name server denies a name that its zone has.",
            truth: .resolver("resolver_filters"),
            answer: .code(3),
            zone: .records([.v4(10, 78, 0, 2)])
        ),
        NetworkCase(
            "resolver-late",
            "The site has moved, and the visitor's name server still hands out the old address.",
            truth: .resolver("name_out_of_date"),
            answer: .records([.v4(10, 78, 0, 5)]),
            zone: .records([.v4(10, 78, 0, 3)]),
            listeners: [.at(NetworkMap.second)]
        ),
    ]
}
