/// Words for responses over a limit.
extension Words {
    static let responseHeadTooLarge = Words(
        title: "The application's answer begins with too much",
        whatHappened: "The application's answer starts with more header data than the gateway accepts.",
        visitor: "Delete the cookies of this site and try again. If it stays, tell the people who run it.",
        operations: """
            The response head is larger than `limits.response-head`. The captured bytes show how it begins. Usually \
            `Set-Cookie`, a long `Link` or `Content-Security-Policy`, or debug fields of a framework.
            """,
        developer: """
            Send fewer and smaller fields; keep session data on the server; switch debug fields off in production.
            """,
        provider: """
            Other proxies in the chain have smaller limits (often 4 to 8 KiB): raising only ours may not be enough.
            """,
        reference: Reference(rfc: 9209, section: "2.3.19")
    )

    static let responseFieldsTooMany = Words(
        title: "The application's answer has too many fields",
        whatHappened: "The application's answer has more header fields than the gateway accepts.",
        visitor: "Delete the cookies of this site and try again. If it stays, tell the people who run it.",
        operations: """
            The limit is `limits.response-fields`. Hundreds of fields are usually one field set again and again in a \
            loop.
            """,
        developer: """
            Look for code that adds a field (often `Set-Cookie` or `Link`) on every pass instead of replacing it.
            """,
        provider: "Check devices that add fields each time they are passed.",
        reference: Reference(rfc: 9209, section: "2.3.19")
    )

    static let responseFieldTooLarge = Words(
        title: "One field of the application's answer is too large",
        whatHappened: "The application's answer has one header field that is larger than the gateway accepts.",
        visitor: "Delete the cookies of this site and try again. If it stays, tell the people who run it.",
        operations:
            "The limit is `limits.field`. Ask the application directly with `curl -sD- -o /dev/null ADDRESS` to see which field it is.",
        developer: "Do not put user data, stack traces or whole documents into a field.",
        provider: "Check the limits of the other proxies in the chain too.",
        reference: Reference(rfc: 9209, section: "2.3.20")
    )

    static let responseBodyTooLarge = Words(
        title: "The answer is larger than allowed",
        whatHappened: "The application's answer is larger than the gateway is allowed to pass on.",
        visitor: "Ask for less, if you can (a shorter period, fewer results), or tell the people who run this site.",
        operations: """
            A limit on the size of responses is set for this route. Raise it, or find out why the application \
            suddenly sends so much.
            """,
        developer: "Page long results, and stream files from a place made for it.",
        provider: "Check that large transfers are meant to pass here and not through object storage.",
        reference: Reference(rfc: 9209, section: "2.3.21")
    )

    static let responseTrailersTooLarge = Words(
        title: "The answer ends with too much",
        whatHappened: "The application's answer ends with more extra fields (trailers) than the gateway accepts.",
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            The limit is `limits.trailers`. gRPC servers put error texts there: a stack trace in `grpc-message` is \
            the usual reason.
            """,
        developer: "Keep trailers short; send details in the content.",
        provider: "Check the limits of the other proxies in the chain too.",
        reference: Reference(rfc: 9209, section: "2.3.22")
    )

    static let responseTrailerTooLarge = Words(
        title: "One field at the end of the answer is too large",
        whatHappened: """
            The application's answer ends with an extra field (a trailer) that is larger than the gateway accepts.
            """,
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: "The limit is `limits.field`. `curl -v --raw ADDRESS` against the application shows the trailers.",
        developer: "Keep trailers to checksums, signatures and short statuses.",
        provider: "Check the limits of the other proxies in the chain too.",
        reference: Reference(rfc: 9209, section: "2.3.23")
    )
}
