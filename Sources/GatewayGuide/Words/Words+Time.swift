/// Words for responses that come too late.
extension Words {
    static let responseHeadTimeout = Words(
        title: "The application takes too long",
        whatHappened: "The gateway passed your request on, and the application did not begin to answer in time.",
        visitor: "Wait a minute and try again. If you were sending something, check first whether it arrived.",
        operations: """
            No response head within `timeouts.response-head`. The application is overloaded or waits for something \
            itself: see its own log and its slowest queries. For work that really takes so long, raise the timeout \
            on that route only.
            """,
        developer: """
            Find what the request waits for (database locks, other services without a time limit), and give every \
            outgoing call a shorter limit than the gateway's. Do long work in the background and answer 202.
            """,
        provider: "Check CPU, disk and memory of the application's and the database's machines at that time.",
        reference: Reference(rfc: 9209, section: "2.3.26")
    )

    static let totalTimeout = Words(
        title: "The time for this request is used up",
        whatHappened: "All attempts to answer your request together took longer than this site allows.",
        visitor: "Wait a minute and try again. If you were sending something, check first whether it arrived.",
        operations: "`timeouts.total` ran out, retries included. `goodgate explain ID` shows where the time went.",
        developer: "Look at the time line of the incident: either the answer was slow to begin or slow to end.",
        provider: "Check for slow networks between application and gateway if the bytes came slowly.",
        reference: Reference(rfc: 9209, section: "2.3.26")
    )

    static let upgradeFailed = Words(
        title: "The application did not switch over",
        whatHappened: "Your browser asked for a live connection, and the application did not set it up properly.",
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            The upgrade (WebSocket or another protocol) was answered wrongly. Try it directly: `curl -v -H \
            'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: \
            MDEyMzQ1Njc4OWFiY2RlZg==' ADDRESS`.
            """,
        developer: """
            Answer 101 with the same protocol in `Upgrade` and with `Connection: upgrade`, or a plain status if you \
            refuse.
            """,
        provider: "Check that balancers in between let upgrades through.",
        reference: Reference(rfc: 9209, section: "2.3.27")
    )
}
