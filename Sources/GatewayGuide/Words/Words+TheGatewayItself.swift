/// Words for troubles of the gateway.
extension Words {
    static let descriptorsExhausted = Words(
        title: "The gateway has run out of connections",
        whatHappened: "The gateway has as many connections open as its system allows and cannot open another one.",
        visitor: "Wait a minute and try again.",
        operations: """
            EMFILE or ENFILE. Raise the limit: `LimitNOFILE=` in the systemd unit or `ulimit -n`, and see `/metrics` \
            for what holds the descriptors: idle clients, idle upstream connections, or a flood.
            """,
        developer: "Close connections that your client does not need, and reuse the others.",
        provider: "Check `fs.file-max` and per-container limits.",
        reference: Reference(rfc: 9209, section: "2.3.30")
    )

    static let memoryExhausted = Words(
        title: "The gateway has run out of memory",
        whatHappened: "The gateway's machine has no memory left for your request.",
        visitor: "Wait a minute and try again.",
        operations: """
            ENOMEM or ENOBUFS. See what uses the memory: `free -m`, the container's limit, `ss -m` for socket \
            buffers. Lower the number of connections or buffers, or give it more.
            """,
        developer: "Very large responses to slow clients need buffers: send less, or page it.",
        provider: "Check other processes on the machine, and raise the container's limit.",
        reference: Reference(rfc: 9209, section: "2.3.30")
    )

    static let portsExhausted = Words(
        title: "The gateway has run out of ports",
        whatHappened: """
            The gateway has so many connections to the application that no free port is left for a new one.
            """,
        visitor: "Wait a minute and try again.",
        operations: """
            EADDRNOTAVAIL: all local ports to this one address are in use or in TIME_WAIT (`ss -s`). Let connections \
            be kept alive, widen `net.ipv4.ip_local_port_range`, set `net.ipv4.tcp_tw_reuse=1`, or add addresses for \
            the application.
            """,
        developer: "Do not close the connection after every response: answer without `Connection: close`.",
        provider: "Give the application a second address, or the gateway a second source address.",
        reference: Reference(rfc: 9209, section: "2.3.30")
    )

    static let bug = Words(
        title: "The gateway made a mistake",
        whatHappened: "Something went wrong inside the gateway that should never go wrong.",
        visitor: "Try again once. If it stays, tell the people who run this site and give them the id below.",
        operations: """
            A bug of Good Gateway. Please report it with the output of `goodgate explain ID --json`, the version and, if possible, the request.
            """,
        developer: "If a certain request causes it, tell the operator which one.",
        provider: """
            Nothing on the machine should matter, but faulty memory has been the cause of stranger things: check for \
            machine-check errors in `dmesg`.
            """,
        reference: Reference(rfc: 9209, section: "2.3.30")
    )

    static let configurationInvalid = Words(
        title: "The gateway is set up wrongly",
        whatHappened: "The gateway is told to do something that it cannot do.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            `goodgate check FILE` names every problem with line and fix. If a reload failed, the old configuration \
            still runs and the problems are in the log.
            """,
        developer: """
            If your deployment writes the configuration, check it before it is installed: `goodgate check` exits \
            non-zero.
            """,
        provider: "Check that files that the configuration names exist and can be read by the gateway's user.",
        reference: Reference(rfc: 9209, section: "2.3.31")
    )

    static let loopDetected = Words(
        title: "The request went in a circle",
        whatHappened: "Your request came back to the gateway that had sent it on: it would have gone round for ever.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The gateway found its own name in `Via`. An endpoint in `to:`, or the DNS name behind it, leads back to \
            this gateway; behind a CDN, the origin is often set to the public name by mistake. `getent ahosts NAME` \
            tells.
            """,
        developer: "If the application calls itself through its public name, let it use the internal one.",
        provider: "Check DNS changes: a record that now points at the gateway makes the circle.",
        reference: Reference(rfc: 9209, section: "2.3.32")
    )
}
