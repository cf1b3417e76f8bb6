extension Cause {
    /// What takes the cause away, and who can do it.
    public var remedy: (audience: Audience, text: String) {
        switch self {
        case .overload:
            (.operator, "Compare request rate and duration now and an hour ago in /metrics; add capacity or shed load.")
        case .slowApplication:
            (.developer, "Find what this request waits for: locks, slow queries, calls without a time limit.")
        case .upstreamDown:
            (
                .operator,
                "Start it, and find out why it stopped: `systemctl status`, `docker ps -a`, its last log lines."
            )
        case .upstreamRestart:
            (.operator, "Restart one copy after the other, and let each finish its requests before it stops.")
        case .crash:
            (
                .developer,
                "Look into the application's log at this second; `dmesg | grep -i -E 'oom|segfault'` for kills."
            )
        case .keepAliveRace:
            (
                .developer,
                "Make the server keep idle connections longer than the gateway, or send `Keep-Alive: timeout=N`."
            )
        case .dnsTrouble:
            (.provider, "Check the resolvers in /etc/resolv.conf one by one: `dig @SERVER NAME`.")
        case .dnsChange:
            (.operator, "Compare `dig NAME` with the address that you expect, and see who changed the zone.")
        case .firewall:
            (.provider, "Allow this pair of addresses and port in both directions; test with `nc -vz ADDRESS PORT`.")
        case .network:
            (.provider, "Look for loss and path MTU trouble: `mtr ADDRESS`, `ping -M do -s 1472 ADDRESS`.")
        case .certificate:
            (.operator, "Renew or correct the certificate and reload the server that presents it.")
        case .tlsSettings:
            (
                .operator,
                "Compare with `openssl s_client -connect ADDRESS:PORT -servername NAME`; align scheme, name, versions."
            )
        case .misconfiguredGateway:
            (.operator, "Check address, port and scheme of the endpoint in the configuration: `goodgate check FILE`.")
        case .misconfiguredUpstream:
            (.developer, "Let the application listen where the gateway looks for it, with the protocol it expects.")
        case .applicationBug:
            (
                .developer,
                "Repeat the request against the application alone with `curl -v`, and follow it in the debugger."
            )
        case .protocolDisagreement:
            (
                .operator,
                "See what listens on that port (`ss -ltnp`), and point the endpoint at the application's HTTP port."
            )
        case .sizeLimit:
            (.developer, "Make the large part smaller; raise the limit only after you know why it grew.")
        case .clientError:
            (.developer, "Repair the client: the rule it breaks is named above.")
        case .clientNetwork:
            (.visitor, "Try another network, or again later.")
        case .attack:
            (.operator, "Nothing was forwarded. Block the address if there are many.")
        case .localResources:
            (.operator, "Raise the limit that ran out, and see in /metrics what uses it up.")
        case .policy:
            (.operator, "Nothing, if this is wanted; otherwise change the rule.")
        case .gatewayBug:
            (.operator, "Please report it with `goodgate explain ID --json` and the version.")
        }
    }
}
