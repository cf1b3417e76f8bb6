/// Words for finding and choosing a destination.
extension Words {
    static let noRoute = Words(
        title: "Nothing is set up at this address",
        whatHappened: "The gateway works, but it has no application for this address.",
        visitor: "Check the address for typing mistakes. If you followed a link, tell the people who own the link.",
        operations: """
            No route matches this host, path and method. `goodgate check FILE` prints the routes; add one, or a last \
            one without `match:` that takes the rest. A missing route after a new domain was pointed here is the \
            usual cause.
            """,
        developer: """
            Check which host and path your client really sends: the `Host` field decides, not the address it \
            connects to.
            """,
        provider: "If a domain was pointed at this gateway by mistake, correct its DNS record.",
        reference: Reference(rfc: 9209, section: "2.3.3")
    )

    static let noEndpointAvailable = Words(
        title: "The application is not available",
        whatHappened: """
            The gateway works, but every copy of the application that it knows is out of service at the moment.
            """,
        visitor: "Wait a moment and try again. The gateway keeps looking for a working copy.",
        operations: """
            All endpoints of the route were set aside after failures. The failures just before (`/faults`) are the real cause; `/endpoints` shows which endpoints are out.
            """,
        developer: """
            Look at the application's own log for the minutes before: a crash at start, a failed deployment, or a \
            dependency that is down takes all copies at once.
            """,
        provider: """
            Check whether the machines or containers of the application run and can be reached from the gateway.
            """,
        reference: Reference(rfc: 9209, section: "2.3.4")
    )

    static let socketMissing = Words(
        title: "The application has not opened its door",
        whatHappened: """
            The gateway and the application talk through a file on the same machine, and that file is not there.
            """,
        visitor: "Wait a minute and try again: the application may just be starting.",
        operations: """
            The Unix socket does not exist or nothing may enter its directory: `ls -l PATH` and `namei -l PATH` as \
            the gateway's user. Start the application, or correct the path on one side. With systemd's `PrivateTmp` \
            both see different `/tmp` directories.
            """,
        developer: """
            Create the socket at the path that the gateway's configuration names, with a mode that lets the \
            gateway's user connect, and remove stale files at start.
            """,
        provider: """
            Check that both services see the same file system: containers need a shared volume for the socket.
            """,
        reference: Reference(rfc: 9209, section: "2.3.4")
    )

    static let gatewayDraining = Words(
        title: "The gateway is shutting down",
        whatHappened: "The gateway is being restarted and takes no new requests.",
        visitor: "Try again in a few seconds.",
        operations: """
            This gateway got SIGTERM and drains. Visitors should not see this: take it out of the load balancer \
            first, or let the new process listen before the old one stops.
            """,
        developer: "Nothing to change in the application.",
        provider: """
            Raise the load balancer's deregistration delay above the gateway's drain time, so that nobody is sent to \
            a gateway that is leaving.
            """,
        reference: Reference(rfc: 9209, section: "2.3.4")
    )

    static let maintenance = Words(
        title: "Closed for maintenance",
        whatHappened: "The people who run this site have closed this part of it for a while, on purpose.",
        visitor: "Come back later. Nothing is broken, and nothing that you did before is lost by it.",
        operations: """
            `maintenance` is on for this route: the line that switched it on is in `goodgate explain ID`. Addresses of \
            `maintenance.allow` and who has its cookie pass. Switch it off and reload when the work is done.
            """,
        developer: """
            Let clients that are programs respect `Retry-After` and keep their work until then. To see the \
            application behind the closed door, use the cookie that the operator set.
            """,
        provider: "Nothing to check; monitors should take a 503 with `Retry-After` as announced.",
        reference: Reference(rfc: 9110, section: "15.6.4")
    )

    static let endpointStarting = Words(
        title: "The application is starting",
        whatHappened: """
            The application was restarted a moment ago and does not take requests yet. The gateway waited for it, \
            but not long enough.
            """,
        visitor: "Try again in a few seconds: it should be there then.",
        operations: """
            The endpoint refused connections right after a restart that the gateway saw. If starts take long, raise \
            `wait.longest` of the route above the time of a start, or run a second endpoint so that one is always \
            up; a `health` check tells when it is ready.
            """,
        developer: """
            Open the listening socket first and finish the rest of the start behind it, let the supervisor hold the \
            socket (systemd socket activation), or start the new process before the old one stops.
            """,
        provider: "Roll restarts out one copy after the other, and go on only when the one before is ready.",
        reference: Reference(rfc: 9209, section: "2.3.4")
    )

    static let addressProhibited = Words(
        title: "The application's address is not allowed",
        whatHappened: "The place that the gateway was told to go to is one that it must not visit, for safety.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The name in `to:` resolved to an address that policy forbids, such as the gateway itself, a metadata \
            service or a private range. Check what it resolves to now: `getent ahosts NAME`; a sudden change may be \
            an attack on DNS.
            """,
        developer: "Use a name that belongs to the application alone.",
        provider: """
            Check the DNS record: somebody may have pointed it at an internal address on purpose or by mistake.
            """,
        reference: Reference(rfc: 9209, section: "2.3.5")
    )

    static let hostUnreachable = Words(
        title: "The application's machine cannot be reached",
        whatHappened: """
            The network between the gateway and the application reports that the application's machine cannot be \
            reached.
            """,
        visitor: "Wait a few minutes and try again. If it lasts longer, tell the people who run this site.",
        operations: """
            EHOSTUNREACH: the last hop got no answer for that address, or a firewall rejected it. `ip route get \
            ADDRESS`, `ping ADDRESS`, `ip neigh` and `traceroute -T -p PORT ADDRESS` show where it ends.
            """,
        developer: """
            Nothing in the application answered, so its code is not involved. Check that its machine or pod still \
            has the address that the gateway uses.
            """,
        provider: """
            Check that the machine is up, that its address did not move, and that no firewall answers with "host \
            prohibited".
            """,
        reference: Reference(rfc: 9209, section: "2.3.6")
    )

    static let networkUnreachable = Words(
        title: "There is no way to the application's network",
        whatHappened: "The gateway knows where the application is, but there is no way from here to there.",
        visitor: "Wait a few minutes and try again. If it lasts longer, tell the people who run this site.",
        operations: """
            ENETUNREACH: this machine has no route to that network. `ip route get ADDRESS` says so at once. An IPv6 \
            address on a machine without IPv6 is the usual cause; so is a VPN that is down.
            """,
        developer: "Publish an address of a family that the gateway's machine has.",
        provider: "Add the missing route, bring the tunnel up again, or give the machine IPv6.",
        reference: Reference(rfc: 9209, section: "2.3.6")
    )
}
