import GatewayLab

/// Writes `docs/lab.md`: what the lab is for and, from its own table, every case of its network.
enum LabPage {
    static var markdown: String {
        """
        # The lab

        <!-- Made from the program itself: change LabPage.swift or the cases and run `goodgate docs --write .` -->

        Failures to try things on, each of which goes wrong in exactly one way. Nothing needs a checkout or other
        programs but those that are named here.

        | command | what fails | for whom |
        |---|---|---|
        | `goodgate lab` | an upstream server: what it sends, how it closes, its TLS, its HTTP/2, its name | a gateway; on loopback, without root |
        | `goodgate lab network` | the network between a visitor and a site, name servers, the visitor's own machine | a visitor; as root, in namespaces |
        | `goodgate drill` | every fault once, in front of a gateway of its own | who wants to see that page, header, log and metric agree |

        All options: [commands.md](commands.md#goodgate-lab).

        ## A network that is broken

        ```sh
        goodgate lab network --list                 # the cases
        sudo goodgate lab network path-mtu          # what `goodgate diagnose` makes of one
        sudo goodgate lab network port-dropped -- sh -c 'curl -v --max-time 5 "$GOODGATE_LAB_URL"'
        sudo goodgate lab network resolver-silent -- sh     # a shell in the visitor's place
        ```

        A visitor, a router and a site are network namespaces of the kernel: drops, resets, ICMP messages, wrong routes
        and lost packets are real, and every program sees them, not only this one.

        ```text
        visitor 10.77.0.2, fd77::2 ── router ── 10.78.0.2 to .5, fd78::2 and ::3   site
                                                10.78.0.53   the visitor's name server
                                                10.78.0.54   the name server of lab.test
        ```

        The command runs in the visitor's place, with the visitor's routes, `resolv.conf` and `hosts`; files, users and
        the terminal are the machine's own, and so are the rights: it runs as root. `GOODGATE_LAB_URL` says what to ask
        for. Variables that name proxies are not passed on, for no proxy of the machine can be reached from there. The
        exit status is the command's; 128 and its number after a signal.

        What a run makes has its process number in its name, so that several run side by side. It is taken away at the
        end, after Ctrl-C, SIGTERM, SIGHUP and a failure half way as well, together with whatever the command left
        running inside. After SIGKILL it stays; the next run says so, and `goodgate lab network --clean` takes away what
        belongs to runs that live no more. The machine's own interfaces, routes and rules are not touched.

        It needs root, `ip` (package iproute2) and a kernel with network namespaces, virtual Ethernet and policy routing,
        which those of distributions have. `delay` and `loss` also need `sch_netem`, `shallow-queue` needs `sch_tbf`.
        Without them these cases say so and end with status 69. A container needs the right to make namespaces
        (`docker run --privileged`).

        ## Cases

        Party and cause are what `goodgate diagnose` must name ([what it looks at](diagnose.md)), and does:
        `Tests/Scripts/lab_network_test.py` compares them.

        | case | what happens | party | cause |
        |---|---|---|---|

        """ + NetworkCases.all.map(Self.row).joined()
    }

    private static func row(_ network: NetworkCase) -> String {
        let cause = network.truth.cause.map { "`\($0)`" } ?? "none"
        return "| `\(network.name)` | \(network.summary) | \(network.truth.party) | \(cause) |\n"
    }
}
