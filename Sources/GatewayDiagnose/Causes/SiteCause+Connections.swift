internal import GatewayGuide

extension SiteCause {
    /// Words of causes between this machine and the server, and of patterns.
    var wordsOfConnections: CauseWords {
        switch self {
        case .serverDown:
            CauseWords(
                "Nothing listens there: the server program is down",
                .server,
                [
                    (.operator, "Start it and see why it stopped: `systemctl status`, its log, `ss -ltn`."),
                    (.provider, "Check that the port is published: security group, container port, load balancer."),
                    (.visitor, "Wait; nothing on your side helps."),
                ],
                next: "ss -ltn on the server: does anything listen on PORT?"
            )
        case .firewall:
            CauseWords(
                "A firewall drops the packets, or the machine is off",
                .server,
                [
                    (
                        .operator,
                        "Allow PORT from everywhere in firewall and security group; check that the machine runs."
                    ),
                    (.provider, "Look for a drop rule, a blocked address range or a route that leads nowhere."),
                    (.visitor, "Try another network: if it works there, your address or provider is blocked."),
                ],
                next: "the same from another network; tcpdump on the server: does the SYN arrive?"
            )
        case .portFiltered:
            CauseWords(
                "The machine is on, and something filters this port",
                .server,
                [
                    (
                        .operator,
                        "Allow PORT where the other port is allowed: firewall of the machine, security group, cloud firewall."
                    ),
                    (
                        .provider,
                        "Look for a rule for PORT between the internet and the machine; other ports of it pass."
                    ),
                    (.visitor, "Try another network: companies and hotels let few ports out."),
                ],
                next: "the same from another network; tcpdump on the server: does the SYN to PORT arrive?"
            )
        case .hostUnreachable:
            CauseWords(
                "A router on the way says that the machine cannot be reached",
                .network,
                [
                    (
                        .operator,
                        "Check that the machine is on and has this address; the DNS record may be out of date."
                    ),
                    (.provider, "Look at the route to the address, and at neighbours (`ip neigh`) of the last router."),
                ],
                next: "traceroute ADDRESS"
            )
        case .routeLoop:
            CauseWords(
                "Packets to the server go in a circle",
                .network,
                [
                    (.provider, "Correct the routes of the routers named above; each sends the packet to the other."),
                    (.operator, "Tell the hosting provider, with the list of routers; the address may be unused."),
                ],
                next: "traceroute ADDRESS"
            )
        case .addressBad:
            CauseWords(
                "One of the site's addresses does not work, the others do",
                .server,
                [
                    (.operator, "Take the bad address out of DNS until its server is repaired."),
                    (.provider, "Repair the server behind it, and let health checks take such addresses out."),
                    (.visitor, "Try again: another address may be chosen."),
                ],
                next: "goodgate diagnose URL --samples 20"
            )
        case .ipv6Broken:
            CauseWords(
                "The site does not work over IPv6, but does over IPv4",
                .server,
                [
                    (.operator, "Let the server listen on [::], or take the AAAA record out until it does."),
                    (.provider, "Open PORT for IPv6 too: firewalls have rules of their own for it."),
                    (.visitor, "A browser falls back to IPv4 after a moment; other programs may not."),
                ],
                next: "curl -6 -v and curl -4 -v"
            )
        case .packetLoss:
            CauseWords(
                "Packets are lost on the way",
                .network,
                [
                    (.provider, "Look for loss in both directions: `mtr -rwbzc 50 ADDRESS`."),
                    (.visitor, "Try another network."),
                ],
                next: "mtr -rwbzc 50 ADDRESS"
            )
        case .pathMTU:
            CauseWords(
                "Large packets get lost on the way (path MTU)",
                .network,
                [
                    (
                        .provider,
                        "Let ICMP \"fragmentation needed\" and \"packet too big\" pass; check tunnels and VPNs on the way."
                    ),
                    (.operator, "Until then limit segments: `iptables … --clamp-mss-to-pmtu`, or a smaller MTU."),
                    (.visitor, "Try without VPN; it is often the tunnel."),
                ],
                next: "tracepath ADDRESS"
            )
        case .keepAliveRace:
            CauseWords(
                "The server closes idle connections sooner than whoever reuses them expects",
                .origin,
                [
                    (
                        .developer,
                        "Let the server keep idle connections longer than the gateway (75 s for one of 60 s)."
                    ),
                    (.operator, "Or let the gateway keep them shorter than the server, and retry what is idempotent."),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN --for 20s"
            )
        case .intermittent:
            CauseWords(
                "It fails now and then",
                .server,
                [
                    (
                        .operator,
                        "Compare the logs of all servers at the times of the failures: one of several is "
                            + "bad, or all are at their limit."
                    ),
                    (.visitor, "Try again."),
                ],
                next: "goodgate diagnose URL --for 2m"
            )
        // Default: the words of the others stand in the files of their stage.
        default: CauseWords(self.rawValue, .server, [])
        }
    }
}
