/// Words for the framing of responses and the order of messages.
extension Words {
    static let responseLengthAndCoding = Words(
        title: "The answer states its length in two ways",
        whatHappened: """
            The application's answer has both a Content-Length and a Transfer-Encoding field, so it is not clear \
            where it ends.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            A response splitting risk, so it is refused. Older gateways let this through, which is why it may appear \
            after a change of gateway.
            """,
        developer: "Do not set `Content-Length` by hand when the server streams; let the framework choose one.",
        provider: "Look for a device that adds a length to chunked answers.",
        reference: Reference(rfc: 9112, section: "6.3")
    )

    static let responseLengthsDiffer = Words(
        title: "The answer states two different lengths",
        whatHappened: "The application says twice how long its answer is, and the two numbers differ.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            Two differing `Content-Length` values. Application and middleware (compression, rewriting) each set one.
            """,
        developer: "Let the outermost layer set the length, after the content is final.",
        provider: "Look for a device that changes content and keeps the old length.",
        reference: Reference(rfc: 9110, section: "8.6")
    )

    static let responseLengthMalformed = Words(
        title: "The answer's length is not a number",
        whatHappened: "The application says how long its answer is, but what it says is not a valid number.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            `Content-Length` must be digits only. Negative numbers come from an overflow with files over 2 GiB, \
            "undefined" or "NaN" from a script.
            """,
        developer: "Set the number of bytes as decimal digits, or leave the field out.",
        provider: "Check devices that rewrite the length.",
        reference: Reference(rfc: 9110, section: "8.6")
    )

    static let responseTrailerInvalid = Words(
        title: "The fields after the answer are not valid",
        whatHappened: """
            The application's answer ends with extra fields (trailers) that are malformed or not allowed there.
            """,
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            See the captured bytes. Trailers follow the rules of header fields and may not hold framing fields.
            """,
        developer: "Send well-formed trailers only, announced in `Trailer`.",
        provider: "Check devices that append trailers.",
        reference: Reference(rfc: 9112, section: "7.1.2")
    )

    static let interimFlood = Words(
        title: """
            The application keeps saying "wait"
            """,
        whatHappened: """
            The application sent one "please wait" message after the other and no answer.
            """,
        visitor: "Wait a minute and try again.",
        operations: """
            More interim (1xx) responses than `limits.interim-responses`. A loop in the application or an attack by \
            it.
            """,
        developer: "Send `103 Early Hints` once, and `102` not more often than every few seconds.",
        provider: "Check devices that generate 1xx responses.",
        reference: Reference(rfc: 9110, section: "15.2")
    )

    static let switchUnexpected = Words(
        title: "The application switched without being asked",
        whatHappened: "The application wanted to switch to another protocol although nobody had asked for it.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            A 101 response to a request without `Upgrade`, or for a protocol that was not offered. The connection \
            was closed.
            """,
        developer: "Answer 101 only to requests with a matching `Upgrade` field.",
        provider: "Check devices that upgrade connections on their own.",
        reference: Reference(rfc: 9110, section: "15.2.2")
    )

    static let responseUnsolicited = Words(
        title: "The application answered before it was asked",
        whatHappened: """
            The application sent something before the gateway had asked for anything, so it cannot be known whom it \
            was for.
            """,
        visitor: "Try again; the gateway uses a new connection.",
        operations: """
            Bytes arrived on a connection that was waiting for no answer: a 408 that the application sends before it \
            closes an idle connection, or the rest of an answer that was longer than announced. The connection was \
            closed and never reused.
            """,
        developer: "Close idle connections without sending anything, and make `Content-Length` match what you send.",
        provider: "Look for balancers that send a timeout page on idle connections.",
        reference: Reference(rfc: 9112, section: "9.2")
    )
}
