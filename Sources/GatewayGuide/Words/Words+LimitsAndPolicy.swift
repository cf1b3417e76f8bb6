/// Words for answers by policy.
extension Words {
    static let denied = Words(
        title: "Access is not allowed",
        whatHappened: "The gateway's rules do not allow this request.",
        visitor: """
            If you think that you should have access, tell the people who run this site and give them the id below.
            """,
        operations: "A rule of yours refused it. `goodgate explain ID` names the route; change the rule or leave it.",
        developer: "If your client is refused, compare address, method and path with the operator's rules.",
        provider: "If many innocent visitors share one address (mobile networks, offices), block less broadly.",
        reference: Reference(rfc: 9209, section: "2.3.17")
    )

    static let rateLimited = Words(
        title: "Too many requests",
        whatHappened: "Requests came faster than the gateway lets them through.",
        visitor: "Wait a little before you go on; do not reload again and again.",
        operations: """
            A rate limit was reached. See in `/metrics` whether one client or all of them cause it, before you raise \
            it.
            """,
        developer: "Respect `Retry-After`, spread requests out, and cache what does not change.",
        provider: "Check whether this traffic is an attack, and filter it before the gateway if it is.",
        reference: Reference(rfc: 6585, section: "4")
    )

    static let clientLimit = Words(
        title: "Too much at once",
        whatHappened: "Too many requests from one address are under way at the same time.",
        visitor: """
            Let what is loading finish, close what you do not need, and try again. Others who share your connection \
            to the internet count too.
            """,
        operations: """
            One client address has reached `limits.client-connections` or `limits.client-requests`. See in \
            `goodgate explain ID` which address and which limit. A load balancer in front whose address is missing \
            in `trusted-proxies` makes all visitors look like one.
            """,
        developer: "Bound how many requests your client makes at a time, and reuse connections.",
        provider: """
            Many people behind one address (offices, mobile networks) need a higher limit; a single machine that \
            opens hundreds of connections is rather an attack.
            """,
        reference: Reference(rfc: 6585, section: "4")
    )

    static let ownResponse = Words(
        title: "An answer of the gateway itself",
        whatHappened: "This answer was made by the gateway as intended; no application was asked.",
        visitor: "There is nothing to do.",
        operations: """
            The gateway is configured to answer this itself. If an application should do it, change the route.
            """,
        developer: "Do not expect the application to see such requests.",
        provider: "Nothing to check.",
        reference: Reference(rfc: 9209, section: "2.3.29")
    )

    static let overloaded = Words(
        title: "The gateway has too much to do",
        whatHappened: "More requests arrive than the gateway can handle, so it answers some of them with this page.",
        visitor: "Wait a minute before you try again.",
        operations: """
            The gateway sheds load to stay alive. Look at CPU and connections in `/metrics`; raise `workers`, add a \
            gateway, or find the client that causes it.
            """,
        developer: "Cache, and make clients wait longer between retries.",
        provider: "Give the machine more cores, or put a filter before it if this is an attack.",
        reference: Reference(rfc: 9209, section: "2.3.29")
    )
}
