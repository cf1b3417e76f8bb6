/// Words for faults that only connections to applications over HTTP/2 have.
extension Words {
    static let streamRefused = Words(
        title: "The application took no more requests on this connection",
        whatHappened: """
            The application said that it did not look at the request, and other attempts fared no better.
            """,
        visitor: "Try again in a moment. Nothing was done with your request, so you may repeat it.",
        operations: """
            RST_STREAM with REFUSED_STREAM, or a GOAWAY whose last stream is below this one. The upstream promised that \
            it did nothing with the request, so that it was sent again as often as the route allows. When it goes on: \
            the upstream is shutting down, or allows fewer streams than it is sent. With HTTP_1_1_REQUIRED it wants \
            HTTP/1.1 and was asked again so; `http://`, or `upstream-tls: { http2: off }`, saves it the question.
            """,
        developer: """
            Announce SETTINGS_MAX_CONCURRENT_STREAMS instead of refusing streams; on shutdown send GOAWAY and answer \
            what is under way.
            """,
        provider: "Check limits of streams per connection of servers and balancers in between.",
        reference: Reference(rfc: 9113, section: "8.7")
    )

    static let streamReset = Words(
        title: "The application gave up on the request",
        whatHappened: "The application took the request and then dropped it without an answer.",
        visitor: "Try again in a moment. If you sent something, check first whether it arrived.",
        operations: """
            RST_STREAM before a response; the code in the incident says why. INTERNAL_ERROR is a crash of a handler, \
            CANCEL a time limit, ENHANCE_YOUR_CALM a rate limit. Other streams of the connection went on.
            """,
        developer: "Answer with a status when a handler fails; a reset tells nobody what went wrong.",
        provider: "Check time limits of requests in servers between the gateway and the application.",
        reference: Reference(rfc: 9113, section: "5.4.2")
    )

    static let streamResetInsideBody = Words(
        title: "The application broke its answer off",
        whatHappened: """
            The application stopped in the middle of its answer, so what you have is not complete.
            """,
        visitor: "Reload the page. If it was a download, it is not complete: start it again.",
        operations: """
            RST_STREAM, or the end of the connection, after the response had begun. The code in the incident says \
            what the upstream gave as reason; its log has an exception or a time limit at this time.
            """,
        developer: """
            An exception after the first bytes cannot become a 500 any more: prepare what can fail before you start \
            sending.
            """,
        provider: "Check time limits and restarts of servers in between at that time.",
        reference: Reference(rfc: 9113, section: "8.1")
    )

    static let settingsTimeout = Words(
        title: "The application did not begin the conversation",
        whatHappened: """
            The gateway reached the application, but the application did not say in time what every conversation \
            begins with.
            """,
        visitor: "Try again in a moment.",
        operations: """
            No SETTINGS within `timeouts.connect`. The kernel of that machine accepted the connection and the program \
            did nothing with it: it hangs, or its port is not one for HTTP/2 and waits for the end of a line.
            """,
        developer: "Check that the server does not accept connections before it can serve them.",
        provider: "Ask the port by hand: `nghttp -v http://HOST:PORT/`, or `curl --http2-prior-knowledge`.",
        reference: Reference(rfc: 9113, section: "3.4")
    )

    static let pingUnanswered = Words(
        title: "The connection to the application is dead",
        whatHappened:
            "A connection to the application went silent, and a question whether anybody is there got no answer.",
        visitor: "Try again in a moment. If you sent something, check first whether it arrived.",
        operations: """
            An HTTP/2 PING, sent after `timeouts.upstream-watch` of silence, was not answered within \
            `timeouts.connect`, so that the connection was given up with all of its streams. A machine that went away \
            without a word, a firewall or NAT device that forgot the connection, or a program that hangs.
            """,
        developer: "Answer PING from the event loop, not from code that may block.",
        provider: "Check idle limits of firewalls and NAT devices between the gateway and the application.",
        reference: Reference(rfc: 9113, section: "6.7")
    )

    static let requestOverPeerLimit = Words(
        title: "The header fields are too large for the application",
        whatHappened: """
            Together the header fields of the request, cookies among them, are larger than the application says it \
            accepts.
            """,
        visitor: "Delete the cookies of this site and try again.",
        operations: """
            The upstream's SETTINGS_MAX_HEADER_LIST_SIZE is the limit in the incident; it counts every name and value \
            and 32 bytes for each field. Nothing was sent. Large cookies are the usual reason.
            """,
        developer: "Keep sessions on the server instead of in cookies, or raise the limit of the application's server.",
        provider: "Raise the limit of header lists of the server behind the gateway.",
        reference: Reference(rfc: 9113, section: "6.5.2")
    )

    static let extendedConnectMissing = Words(
        title: "The application cannot switch protocols over HTTP/2",
        whatHappened: """
            The page wanted to keep a channel to the application open, and the application does not offer that here.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The upstream's SETTINGS lack SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441). Give the route of the WebSocket \
            an endpoint with `http://`: HTTP/1.1 can always switch.
            """,
        developer: "Turn on extended CONNECT in the server, where it has it.",
        provider: "Nothing is wrong with machine or network.",
        reference: Reference(rfc: 8441, section: "3")
    )

    static let http2NotSpoken = Words(
        title: "The application does not speak HTTP/2",
        whatHappened:
            "The application does not speak the version of the protocol that the gateway was told to use.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The connection did not begin with SETTINGS. See the first bytes with `goodgate explain ID`: `HTTP/1.1 400` \
            is a server without prior knowledge of HTTP/2; write `http://` for it, or turn on HTTP/2 without TLS (h2c) \
            there. A TLS port answers with an alert.
            """,
        developer: "Most servers speak HTTP/2 with TLS only, unless they are told otherwise.",
        provider: "Check with `curl --http2-prior-knowledge http://HOST:PORT/`.",
        reference: Reference(rfc: 9113, section: "3.3")
    )

    static let http2Violation = Words(
        title: "The application broke the rules of HTTP/2",
        whatHappened:
            "The application sent something that is not allowed, so its answer could not be passed on.",
        visitor: "Waiting does not help much. Tell the people who run this site and give them the id below.",
        operations: """
            The incident names the rule and its section. A violation on one stream ends that stream; one of the \
            connection, or of header compression, ends all of its streams. It is a defect of the upstream's server or \
            of one in between.
            """,
        developer: "Update the server or its HTTP/2 library; do not write header fields with upper-case names by hand.",
        provider: "Look for a device that rewrites HTTP/2.",
        reference: Reference(rfc: 9113, section: "5.4")
    )

    static let requestHTTP2Violation = Words(
        title: "The client broke the rules of HTTP/2",
        whatHappened:
            "The program that asked sent something that HTTP/2 does not allow, so its connection was closed.",
        visitor: "Browsers do not do this: update the program you used, or try without programs that read along.",
        operations: """
            The incident and the event `http2_violation` name the rule, its section and the frame. The connection \
            ended with all of its requests; others notice nothing. A flood (`rapid_reset`, `ping_flood` and the like) \
            is an attack as a rule: `goodgate_http2_violations_total` counts them by rule. One incident a second is \
            kept for each worker.
            """,
        developer: """
            Update the HTTP/2 library of the client. The debug data of the GOAWAY frame that it got is the name of the \
            rule, and the incident's id where one was kept.
            """,
        provider: "Look for a device that rewrites HTTP/2; block addresses that attack.",
        reference: Reference(rfc: 9113, section: "5.4.1")
    )
}
