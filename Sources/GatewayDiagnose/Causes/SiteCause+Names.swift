internal import GatewayGuide

extension SiteCause {
    /// Words of causes on this machine and in the DNS.
    var wordsOfNames: CauseWords {
        switch self {
        case .noNetwork:
            CauseWords(
                "This machine has no way to the Internet",
                .here,
                [
                    (.visitor, "Check cable, Wi-Fi or VPN; other sites fail as well."),
                    (.provider, "Give the machine a default route: `ip route`."),
                ],
                next: "open another site from this machine"
            )
        case .hostsOverride:
            CauseWords(
                "The hosts file of this machine points the name somewhere else",
                .here,
                [(.visitor, "Remove the line with the name from /etc/hosts, unless you put it there for a test.")],
                next: "goodgate diagnose URL --origin with the address that DNS gives"
            )
        case .clockWrong:
            CauseWords(
                "The clock of this machine is wrong",
                .here,
                [(.visitor, "Set the clock (`timedatectl set-ntp true`); certificates are judged by it.")],
                next: "compare `date -u` with a clock that is right"
            )
        case .interception:
            CauseWords(
                "Something on this side opens the encryption and shows a certificate of its own",
                .here,
                [
                    (.visitor, "Antivirus or company proxy: ask who runs it, or try another network."),
                    (.operator, "Nothing to do at the site."),
                ],
                next: "look at the certificate from another network"
            )
        case .noIPv6Here:
            CauseWords(
                "The site has IPv6 addresses only, and this machine has no IPv6",
                .here,
                [
                    (.visitor, "Use a network with IPv6, or a VPN."),
                    (.operator, "Publish an A record as well: many visitors have no IPv6."),
                ],
                next: "ip -6 route show default"
            )
        case .captivePortal:
            CauseWords(
                "This network wants a sign-in before it lets anybody out",
                .here,
                [(.visitor, "Open any http:// page in a browser and sign in, or use another network.")],
                next: "curl -v http://detectportal.firefox.com/success.txt"
            )
        case .nameUnknown:
            CauseWords(
                "The name does not exist in DNS",
                .zone,
                [
                    (.visitor, "Check the spelling of the address."),
                    (
                        .operator,
                        "Check that the domain is registered and paid for, and that the record exists in its zone."
                    ),
                    (.provider, "Compare the name servers at the registry with those that hold the zone."),
                ],
                next: "dig +trace HOST"
            )
        case .nameWithoutAddress:
            CauseWords(
                "The name exists, but has no address",
                .zone,
                [(.operator, "Add an A or AAAA record for the name, or a CNAME to one that has them.")],
                next: "dig HOST ANY +noall +answer"
            )
        case .zoneBroken:
            CauseWords(
                "The domain's own name servers do not answer, or answer wrongly",
                .zone,
                [
                    (.operator, "Ask each name server of the zone; renew an expired zone transfer; repair delegation."),
                    (.provider, "Restart or unblock the name servers (UDP and TCP port 53)."),
                ],
                next: "dig +trace HOST; dig @NAMESERVER HOST"
            )
        case .signatureBroken:
            CauseWords(
                "The domain's DNSSEC signatures are broken",
                .zone,
                [(.operator, "Sign the zone again, or correct the DS record at the registry.")],
                next: "dig +cd HOST: an answer without checking proves it"
            )
        case .resolverDown:
            CauseWords(
                "The name servers that this machine asks do not answer",
                .resolver,
                [
                    (.visitor, "Restart the router, or set another name server; every other name fails too."),
                    (.provider, "Check the resolvers in /etc/resolv.conf one by one, on UDP and TCP port 53."),
                ],
                next: "dig @ANOTHER-RESOLVER HOST"
            )
        case .resolverFilters:
            CauseWords(
                "The name server that this machine asks gives another answer than the others",
                .resolver,
                [
                    (.visitor, "Ask the provider, or use another name server: it filters, or is out of date."),
                    (.operator, "If the record was changed lately, wait for its time to live; else nothing to do."),
                ],
                next: "dig HOST, and the same with @ANOTHER-RESOLVER"
            )
        case .nameOutOfDate:
            CauseWords(
                "The name server that this machine asks has an old address of the site",
                .resolver,
                [
                    (.visitor, "Wait until its time to live is over, or use another name server until then."),
                    (
                        .operator,
                        "Keep the old address in service until the old record's time to live is over; lower it some "
                            + "days before the next move."
                    ),
                ],
                next: "goodgate diagnose URL --resolver ANOTHER-RESOLVER"
            )
        // Default: the words of the others stand in the files of their stage.
        default: CauseWords(self.rawValue, .server, [])
        }
    }
}
