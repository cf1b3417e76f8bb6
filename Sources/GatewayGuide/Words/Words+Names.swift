/// Words for looking up an endpoint.
extension Words {
    static let dnsTimeout = Words(
        title: "The address book did not answer",
        whatHappened: """
            To reach the application, the gateway first has to look up where it is. The service that answers such \
            questions did not answer in time.
            """,
        visitor: """
            Nothing is wrong with your device or your connection. Wait a minute and try again; this usually passes \
            by itself.
            """,
        operations: """
            Ask the same resolver the gateway asks: `getent hosts NAME`, then `dig @SERVER NAME` for each server in \
            `/etc/resolv.conf`. If they are slow, repair or replace them; an address in `to:` needs no lookup at \
            all.
            """,
        developer: """
            Nothing in the application is involved yet: no request was sent. Avoid names in configuration that only \
            some resolvers know.
            """,
        provider: """
            Check that port 53, UDP and TCP, is open between the gateway and its resolvers, and that the resolvers \
            themselves can reach the outside.
            """,
        reference: Reference(rfc: 9209, section: "2.3.1")
    )

    static let dnsNameNotFound = Words(
        title: "The application's name does not exist",
        whatHappened: "The gateway looked up the application by its name and was told that no such name exists.",
        visitor: "Waiting will not help much. Tell the people who run this site and give them the id below.",
        operations: """
            Check the spelling of the name in `to:` and whether the record exists: `dig NAME`. With containers or \
            Kubernetes, check that the service exists in the same network or namespace, and that search domains \
            match.
            """,
        developer: "If the application was renamed or moved, tell the operator the new name before the old one goes.",
        provider: """
            Restore the record if it was deleted or its domain ran out, and check that the zone is loaded on every \
            server: `dig +nssearch ZONE`.
            """,
        reference: Reference(rfc: 9209, section: "2.3.2")
    )

    static let dnsServerFailure = Words(
        title: "Looking up the application failed",
        whatHappened: """
            The gateway asked where the application is, and the service that should know said that it cannot tell at \
            the moment.
            """,
        visitor: "Wait a few minutes and try again. If it lasts longer, tell the people who run this site.",
        operations: """
            SERVFAIL comes from the resolver: `dig NAME` shows it, `dig +cd NAME` that works means that DNSSEC \
            validation fails. Try another resolver to see whether the zone or yours is ill.
            """,
        developer: "Nothing to change in the application; no request was sent.",
        provider: """
            Check the zone's servers and its DNSSEC signatures for expiry, and whether the resolver can reach the \
            authoritative servers.
            """,
        reference: Reference(rfc: 9209, section: "2.3.2")
    )

    static let dnsRefused = Words(
        title: "The name server refuses to answer",
        whatHappened: "The gateway asked where the application is, and the service that knows refused to tell it.",
        visitor: "Waiting does not help here. Tell the people who run this site and give them the id below.",
        operations: """
            REFUSED is a policy of the DNS server: this machine may not ask it, or may not ask for this name. \
            Compare `/etc/resolv.conf` with the resolvers that you are allowed to use.
            """,
        developer: "Nothing to change in the application; it was never reached.",
        provider: """
            Add the gateway's address to the list of clients that the resolver serves, or open recursion for its \
            network.
            """,
        reference: Reference(rfc: 9209, section: "2.3.2")
    )

    static let dnsNoAddress = Words(
        title: "The application's name has no address",
        whatHappened: """
            The name of the application exists, but no address is recorded for it, so the gateway does not know \
            where to go.
            """,
        visitor: "Waiting will not help much. Tell the people who run this site and give them the id below.",
        operations: """
            The name exists without an A or AAAA record: `dig NAME A` and `dig NAME AAAA`. A headless service \
            without ready pods looks like this, and so does a name that has only IPv6 on a machine that has only \
            IPv4.
            """,
        developer: "If the platform publishes an address only for ready instances, check why none reports ready.",
        provider: "Add the missing address record, or remove the name from the configuration that still uses it.",
        reference: Reference(rfc: 9209, section: "2.3.2")
    )

    static let dnsOther = Words(
        title: "The name lookup went wrong",
        whatHappened: """
            The gateway could not find out where the application is: the answer to its question made no sense.
            """,
        visitor: "Try again in a few minutes. If it stays, tell the people who run this site.",
        operations: """
            The code of this fault is the DNS response code. Compare `dig NAME` from the gateway's machine with the \
            answer of another resolver, and look for devices in between that rewrite DNS.
            """,
        developer: "Nothing to change in the application; no request was sent.",
        provider: "Check resolvers, forwarders and firewalls that inspect DNS for the response code that is shown.",
        reference: Reference(rfc: 9209, section: "2.3.2")
    )
}
