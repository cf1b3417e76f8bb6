/// Words for waiting for the upstream and limits on it.
extension Words {
    static let connectTimeout = Words(
        title: "The application could not be reached in time",
        whatHappened: "The gateway tried to connect to the application and got no reaction at all.",
        visitor: "Wait a few minutes and try again. If it stays, tell the people who run this site.",
        operations: """
            No answer to the connection attempt within `timeouts.connect`: packets are dropped. `nc -vz ADDRESS \
            PORT` from this machine confirms it; a firewall, a security group or a machine that is switched off are \
            the causes, a full accept queue (`ss -ltn`, Recv-Q at Send-Q) another. Raising the timeout rarely helps.
            """,
        developer: """
            If the accept queue is full, the application accepts too slowly: more workers, or no blocking work in \
            the accept loop.
            """,
        provider: """
            Check firewall rules and security groups for this pair of addresses and port, both directions, and \
            whether the machine is up.
            """,
        reference: Reference(rfc: 9209, section: "2.3.9")
    )

    static let handshakeTimeout = Words(
        title: "Agreeing on encryption took too long",
        whatHappened: """
            The gateway reached the application, but the two did not finish agreeing on a safe connection in time.
            """,
        visitor: "Wait a minute and try again.",
        operations: """
            TCP connected and the TLS handshake stalled. `openssl s_client -connect ADDRESS:PORT -servername NAME` \
            shows at which message. An overloaded machine, a path MTU problem (large certificates vanish) or a \
            plain-text port are the usual causes.
            """,
        developer: """
            Check the CPU of the application: handshakes are the first thing to suffer. Do not do revocation lookups \
            inside the handshake.
            """,
        provider: "Test the path MTU: `ping -M do -s 1472 ADDRESS`. Tunnels and VPNs need MSS clamping.",
        reference: Reference(rfc: 9209, section: "2.3.9")
    )

    static let headStalled = Words(
        title: "The application fell silent while answering",
        whatHappened: "The application began to answer, said a few words and then nothing more.",
        visitor: "Wait a moment and try again.",
        operations: """
            The response head began and did not end in time. The incident shows how far it came. A worker that \
            blocks between fields (a lock, a slow disk, a debugger) or packets lost on the way are the causes; \
            `retransmits` in the incident tells them apart.
            """,
        developer: "Compute all fields before writing the first one, and find what blocks in between.",
        provider: """
            Check packet loss and path MTU between application and gateway: small packets pass and large ones \
            vanish.
            """,
        reference: Reference(rfc: 9209, section: "2.3.10")
    )

    static let bodyStalled = Words(
        title: "The application stopped sending",
        whatHappened: """
            The application sent a part of this page and then stopped, so the gateway had to end the transfer.
            """,
        visitor: "Reload the page. If it was a download, it is not complete: start it again.",
        operations: """
            No byte of the content arrived for `timeouts.response-body`. For streams with long pauses (events, long \
            polling) raise that timeout on their route; otherwise look at what the application waits for.
            """,
        developer: """
            For server-sent events and other slow streams send a comment line or a ping more often than the timeout. \
            Otherwise find the query or call that blocks half-way.
            """,
        provider: "Check for packet loss, and for balancers that cut or freeze long transfers.",
        reference: Reference(rfc: 9209, section: "2.3.10")
    )

    static let tunnelIdle = Words(
        title: "A quiet connection was closed",
        whatHappened: """
            A live connection between you and the application was silent for so long that the gateway closed it.
            """,
        visitor: "Reload the page; most pages reconnect by themselves.",
        operations: """
            Nothing moved in either direction for `timeouts.tunnel-idle`. Raise it on this route if quiet WebSockets \
            are normal there.
            """,
        developer: "Send WebSocket pings more often than the timeout, and reconnect when the connection closes.",
        provider: "Check that no device on the way drops quiet connections sooner than the gateway does.",
        reference: Reference(rfc: 9209, section: "2.3.10")
    )

    static let sendStalled = Words(
        title: "The application stopped reading",
        whatHappened: "The gateway was passing your request on, and the application stopped taking it in.",
        visitor: "Try again in a moment. If you were sending a large file, try a smaller one.",
        operations: """
            The peer's receive window stayed closed for `timeouts.write`. The application does not read: a worker \
            busy with earlier parts of the upload, a full disk, or a deadlock. `ss -tni dst ADDRESS` shows unread \
            bytes on its machine (Recv-Q).
            """,
        developer: """
            Read the request body while you process it, do not wait for something that needs the body; check disk \
            space for uploads.
            """,
        provider: "Check disk and CPU of the application's machine, and devices that buffer uploads.",
        reference: Reference(rfc: 9209, section: "2.3.11")
    )

    static let connectionLimit = Words(
        title: "As many visitors as allowed are being served",
        whatHappened: """
            The gateway may open only a certain number of connections to this application, and all of them are in \
            use.
            """,
        visitor: "Wait a little and try again.",
        operations: """
            The limit on connections to the endpoint is reached. Either the application became slow (see its latency \
            in `/metrics`) or the limit is too low for the load. Find the slowness before you raise the limit.
            """,
        developer: "Find the slow calls that hold connections, and put limits on what they wait for.",
        provider: "Add capacity, if the application is simply too small for the number of visitors.",
        reference: Reference(rfc: 9209, section: "2.3.12")
    )

    static let queueFull = Words(
        title: "Too many visitors are waiting",
        whatHappened: """
            So many requests are already waiting for this application that the gateway cannot let more of them wait.
            """,
        visitor: "Wait a minute before you try again: every retry makes the queue longer.",
        operations: """
            The waiting queue of the route is full. See in `/metrics` whether the number of requests or their \
            duration grew; shed or cache what you can.
            """,
        developer: "Look for the request that takes longest or comes most often, and make it cheaper.",
        provider: "Add instances of the application, or check why existing ones are slow.",
        reference: Reference(rfc: 9209, section: "2.3.12")
    )

    static let queueTimeout = Words(
        title: "Waited too long for a free place",
        whatHappened: "Your request waited for its turn with the application, but no place became free in time.",
        visitor: "Wait a minute and try again.",
        operations: """
            No endpoint had a free connection within the waiting time. The application is at its limit: compare \
            request rate and duration now and an hour ago in `/metrics`.
            """,
        developer: "Limit slow work (reports, exports) to a few workers so that it cannot take all of them.",
        provider: "Add capacity, or check the machines for a noisy neighbour, disk or memory pressure.",
        reference: Reference(rfc: 9209, section: "2.3.12")
    )

    static let backlogFull = Words(
        title: "The application's waiting room is full",
        whatHappened: "The application is running, but so many requests wait at its door that it takes no more.",
        visitor: "Wait a minute and try again.",
        operations: """
            The listen queue of the application's socket is full (EAGAIN on a Unix socket). `ss -lx` or `ss -lt` \
            shows Recv-Q against Send-Q. Raise the application's backlog (`listen.backlog` in php-fpm, `--backlog` \
            elsewhere) and `net.core.somaxconn`; more workers help more.
            """,
        developer: "Workers accept too slowly: add workers, or move slow work out of the request.",
        provider: "Raise `net.core.somaxconn` on the application's machine and check its CPU.",
        reference: Reference(rfc: 9209, section: "2.3.12")
    )
}
