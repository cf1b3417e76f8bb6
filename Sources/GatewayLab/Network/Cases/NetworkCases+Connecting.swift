extension NetworkCases {
    /// No connection comes about.
    static let connecting: [NetworkCase] = [
        NetworkCase(
            "refused",
            "Nothing listens on the port: the machine answers with a reset.",
            truth: .server("server_down"),
            url: NetworkCase.url("refused", port: 8080)
        ),
        NetworkCase(
            "port-dropped",
            "A firewall drops what goes to the port; the machine answers pings, and other ports of it are open.",
            truth: .server("port_filtered"),
            url: NetworkCase.url("port-dropped", port: 8080),
            listeners: [.everywhere(80), .everywhere(8080)],
            faults: [.drop(port: 8080)]
        ),
        NetworkCase(
            "port-prohibited",
            "A router refuses to forward to the port, and says so (ICMP \"administratively prohibited\").",
            truth: .server("port_filtered"),
            url: NetworkCase.url("port-prohibited", port: 8080),
            listeners: [.everywhere(80), .everywhere(8080)],
            faults: [.prohibit(port: 8080)]
        ),
        NetworkCase(
            "address-silent",
            "Nothing at all comes back from the site's address.",
            truth: .server("firewall"),
            addresses: [NetworkMap.beyond],
            faults: [.blackHole(network: NetworkMap.beyondNetwork)]
        ),
        NetworkCase(
            "host-unreachable",
            "A router says that it cannot reach the machine (ICMP \"host unreachable\").",
            truth: .network("host_unreachable"),
            addresses: [NetworkMap.beyond],
            faults: [.unreachable(network: NetworkMap.beyondNetwork)]
        ),
        NetworkCase(
            "route-circle",
            "Two routers send packets for the site to each other until they expire.",
            truth: .network("route_loop"),
            addresses: [NetworkMap.beyond],
            faults: [.circle(network: NetworkMap.beyondNetwork)]
        ),
    ]

    /// The site has several addresses, and not all of them work.
    static let addresses: [NetworkCase] = [
        NetworkCase(
            "one-of-three-refused",
            "The site has three addresses; at one of them nothing listens.",
            truth: .server("address_bad"),
            addresses: [NetworkMap.second, NetworkMap.third, NetworkMap.fourth],
            listeners: [.at(NetworkMap.second), .at(NetworkMap.third)]
        ),
        NetworkCase(
            "one-of-three-silent",
            "The site has three addresses; from one of them nothing comes back.",
            truth: .server("address_bad"),
            addresses: [NetworkMap.second, NetworkMap.beyond, NetworkMap.third],
            faults: [.blackHole(network: NetworkMap.beyondNetwork)]
        ),
        NetworkCase(
            "ipv6-silent",
            "Nothing comes back over IPv6; IPv4 works.",
            truth: .server("ipv6_broken"),
            addresses: [NetworkMap.site.address, NetworkMap.beyondV6],
            faults: [.blackHole(network: NetworkMap.beyondNetworkV6)]
        ),
        NetworkCase(
            "ipv6-refused",
            "The server listens on IPv4 only, and the name has an IPv6 address as well.",
            truth: .server("ipv6_broken"),
            addresses: [NetworkMap.second, NetworkMap.secondV6],
            listeners: [.at(NetworkMap.second)]
        ),
    ]
}
