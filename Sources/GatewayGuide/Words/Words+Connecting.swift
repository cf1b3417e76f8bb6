/// Words for connections to the upstream.
extension Words {
    static let connectRefused = Words(
        title: "The application is not running",
        whatHappened: """
            The gateway reached the application's machine, but the application did not open the door: it is not \
            running, or it is just starting.
            """,
        visitor: """
            Wait a moment and try again. If it lasts more than a few minutes, tell the people who run this site.
            """,
        operations: """
            Nothing listens on that address and port. On the application's machine: `ss -ltn` shows what does, \
            `systemctl status NAME` or `docker ps` whether it runs. Listening on 127.0.0.1 while the gateway comes \
            from another machine gives the same result, and so does a wrong port in `to:`.
            """,
        developer: """
            Look at the start of the application's log: a crash at start-up is the usual reason. Listen on the \
            address and port that the gateway uses; inside a container that means 0.0.0.0 or ::, not localhost.
            """,
        provider: """
            A firewall that rejects with a TCP reset looks the same: check its rules for the gateway's address. \
            Check whether the process was killed for memory: `dmesg | grep -i oom`.
            """,
        reference: Reference(rfc: 9209, section: "2.3.7")
    )

    static let connectOther = Words(
        title: "The application could not be connected to",
        whatHappened: "The gateway tried to connect to the application and its system reported an unusual error.",
        visitor: "Wait a moment and try again. If it stays, tell the people who run this site.",
        operations: """
            The error number is in the incident; `errno -l` explains it. EACCES on a Unix socket is a matter of file \
            modes or SELinux (`ausearch -m avc`), EPERM usually a local firewall rule.
            """,
        developer: "Check the owner and mode of the socket that the application creates.",
        provider: "Check local firewall, SELinux or AppArmor rules on the gateway's machine.",
        reference: Reference(rfc: 9209, section: "2.3.7")
    )

    static let closedBeforeHead = Words(
        title: "The application hung up without answering",
        whatHappened: """
            The gateway passed your request on. The application accepted it and then closed the connection without \
            saying anything.
            """,
        visitor: "Wait a moment and try again. If you were sending something, check first whether it arrived.",
        operations: """
            The process that had this request ended or gave up: look into its log at this time for a crash, a worker \
            that was killed for time or memory (`dmesg | grep -i -E 'oom|segfault'`), or a restart. When it hits \
            only a few requests, look for one path that triggers it.
            """,
        developer: """
            Find what ends the worker: an uncaught exception outside the framework, exit(), a stack overflow, a \
            worker timeout (gunicorn `--timeout`, php-fpm `request_terminate_timeout`). Answer 500 instead of \
            dropping the connection.
            """,
        provider: """
            Check memory limits of the container or machine at that time, and whether something between the two \
            closes connections.
            """,
        reference: Reference(rfc: 9209, section: "2.3.8")
    )

    static let resetBeforeHead = Words(
        title: "The application broke off without answering",
        whatHappened: """
            The gateway passed your request on, and the connection to the application was torn down before it \
            answered.
            """,
        visitor: "Wait a moment and try again. If you were sending something, check first whether it arrived.",
        operations: """
            A TCP reset on a fresh connection: the process died, closed its socket with unread data, or a device in \
            between cut it. If uploads suffer only, the application refuses early without reading the body. Compare \
            with the application's log and with `dmesg` on its machine.
            """,
        developer: """
            Read the request body, or answer and close properly, before you give a request up: closing a socket with \
            unread bytes sends a reset that can destroy your own answer.
            """,
        provider: """
            Look for firewalls or load balancers in between that reset connections, and for a full accept queue with \
            `net.ipv4.tcp_abort_on_overflow`.
            """,
        reference: Reference(rfc: 9209, section: "2.3.8")
    )

    static let closedOnReuse = Words(
        title: "A kept connection had just been closed",
        whatHappened: """
            The gateway reused an open connection to the application at the very moment when the application closed \
            it.
            """,
        visitor: "Try again; it works at once. If you were sending something, check first whether it arrived.",
        operations: """
            The keep-alive race: the application closes idle connections sooner than the gateway expects. The gateway retries what is safe to retry. To end it, make the \
            application keep idle connections longer than `timeouts.upstream-idle`.
            """,
        developer: """
            Raise the idle timeout of your server above the gateway's (Node.js `server.keepAliveTimeout`, gunicorn \
            `--keep-alive`, uvicorn `--timeout-keep-alive`), or send `Keep-Alive: timeout=N`.
            """,
        provider: "A load balancer in between must keep idle connections longer than the gateway does.",
        reference: Reference(rfc: 9112, section: "9.3.1")
    )

    static let resetOnReuse = Words(
        title: "A kept connection was no longer alive",
        whatHappened: """
            The gateway reused an open connection to the application, and found that it was no longer alive.
            """,
        visitor: "Try again; it works at once. If you were sending something, check first whether it arrived.",
        operations: """
            A reset on a reused connection with no byte of an answer: the application restarted, or something in \
            between forgot the connection while it was idle. Lower `timeouts.upstream-idle` below the shortest idle \
            limit on the way.
            """,
        developer: "At shutdown, stop accepting, answer what is open with `Connection: close`, and only then end.",
        provider: """
            NAT gateways, firewalls and cloud balancers drop idle connections silently (often after 350 s or less): \
            raise their limit or keep it above the gateway's.
            """,
        reference: Reference(rfc: 9112, section: "9.3.1")
    )

    static let closedInsideHead = Words(
        title: "The application stopped in mid-sentence",
        whatHappened: "The application began to answer and hung up before it had said enough to pass on.",
        visitor: "Wait a moment and try again. If it stays, tell the people who run this site.",
        operations: """
            The connection ended inside the response head. The incident holds the bytes that arrived: look where \
            they stop. A crash while writing fields, or a header size limit in the application's own server, is the \
            usual cause.
            """,
        developer: """
            Something ends the worker after the first bytes are flushed: log around the place where the last \
            received field is set. Build the head completely before you write it.
            """,
        provider: """
            Check whether the process was killed at that moment, and for devices that cut connections after a number \
            of bytes.
            """,
        reference: Reference(rfc: 9209, section: "2.3.8")
    )

    static let resetInsideHead = Words(
        title: "The connection broke in mid-sentence",
        whatHappened: """
            The application began to answer, and the connection was torn down before it had said enough to pass on.
            """,
        visitor: "Wait a moment and try again. If it stays, tell the people who run this site.",
        operations: """
            A reset inside the response head. See the captured bytes with `goodgate explain ID`; compare the time \
            with crashes and restarts of the application and with `dmesg` on its machine.
            """,
        developer: "Do not close the socket while request bytes are unread: read or discard them first, then close.",
        provider: "Look for inspection devices that reset connections when they dislike a field.",
        reference: Reference(rfc: 9209, section: "2.3.8")
    )

    static let brokenWhileSending = Words(
        title: "The application stopped listening",
        whatHappened: """
            While the gateway was still passing your request on, the application closed the connection without an \
            answer.
            """,
        visitor: """
            If you were sending a large file, it may be larger than the application accepts. Otherwise wait a moment \
            and try again.
            """,
        operations: """
            EPIPE or ECONNRESET while sending, and no early answer to be found. Compare the request's size with the \
            application's upload limit, and its log with this time. Many servers drop the connection instead of \
            saying 413.
            """,
        developer: """
            When you refuse an upload, send 413 or 401 and keep reading for a while, so that the answer is not \
            destroyed by a reset.
            """,
        provider: "Check body size limits of balancers and firewalls between the gateway and the application.",
        reference: Reference(rfc: 9209, section: "2.3.8")
    )
}
