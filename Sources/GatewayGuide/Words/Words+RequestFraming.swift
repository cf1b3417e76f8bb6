/// Words for the framing of requests.
extension Words {
    static let requestLengthAndCoding = Words(
        title: "The request states its length in two ways",
        whatHappened: """
            The request has both a Content-Length and a Transfer-Encoding field. Two programs could disagree about \
            where it ends, so it is refused.
            """,
        visitor: "If you used a normal browser, something between you and this site changes your requests.",
        operations: """
            The classic form of request smuggling. If a known client does it, find the proxy that adds the second \
            field; nothing was forwarded.
            """,
        developer: """
            Send one of them: `Content-Length` if you know the length, otherwise `Transfer-Encoding: chunked`.
            """,
        provider: "Update the balancer or proxy before this gateway that adds the second field.",
        reference: Reference(rfc: 9112, section: "6.3")
    )

    static let requestLengthsDiffer = Words(
        title: "The request states two different lengths",
        whatHappened: "The request says twice how long it is, and the two numbers differ.",
        visitor: "If you used a normal browser, something between you and this site changes your requests.",
        operations: """
            Differing `Content-Length` values are an attack or a broken proxy. Nothing was forwarded and the \
            connection was closed.
            """,
        developer: "Set the length once, after the content is final.",
        provider: """
            Look for a device that compresses or rewrites content and adds a new length without removing the old.
            """,
        reference: Reference(rfc: 9110, section: "8.6")
    )

    static let requestLengthMalformed = Words(
        title: "The request's length is not a number",
        whatHappened: "The request says how long it is, but what it says is not a valid number.",
        visitor: "If you used a normal browser, reload the page; otherwise the program you used has a mistake.",
        operations: """
            `Content-Length` must be digits only: no sign, no spaces inside, no hex, not larger than 63 bits.
            """,
        developer: "Write the length of the body in bytes as decimal digits.",
        provider: "Check devices that rewrite the length.",
        reference: Reference(rfc: 9110, section: "8.6")
    )

    static let requestCodingUnknown = Words(
        title: "The request is packed in an unknown way",
        whatHappened: "The request's content is packed in a way (transfer coding) that the gateway does not know.",
        visitor: "A normal browser never does this: update the program you used.",
        operations: """
            Only `chunked` is understood. Others are refused with 501, because forwarding what one cannot read is \
            how requests get smuggled.
            """,
        developer: "Use `Transfer-Encoding: chunked` alone; compress with `Content-Encoding` if you need to.",
        provider: "Check devices that add `Transfer-Encoding: gzip` or similar.",
        reference: Reference(rfc: 9112, section: "6.1")
    )

    static let requestCodingNotFinal = Words(
        title: "The request's end cannot be found",
        whatHappened: "The request's content is packed in a way that does not show where it ends.",
        visitor: "A normal browser never does this: update the program you used.",
        operations: """
            In a request `chunked` must be the last transfer coding and be named once. It is refused with 400 as RFC \
            9112 says.
            """,
        developer: "Put `chunked` last, and only once.",
        provider: "Check devices that append codings to the field.",
        reference: Reference(rfc: 9112, section: "6.3")
    )

    static let requestChunkSizeMalformed = Words(
        title: "A piece of the request has no valid size",
        whatHappened: "The request came in pieces, and one of them does not say properly how large it is.",
        visitor: "Try to send it again. If it stays, the program you used has a mistake.",
        operations: """
            A chunk size must be hex digits followed by CR LF, without spaces. Attackers vary this to smuggle \
            requests; see the offset in the incident.
            """,
        developer: "Let your HTTP library do the chunking; do not mix its output with your own.",
        provider: "Check devices that re-chunk uploads.",
        reference: Reference(rfc: 9112, section: "7.1")
    )

    static let requestChunkExtensionMalformed = Words(
        title: "A piece of the request carries a broken note",
        whatHappened: """
            The request came in pieces, and a note attached to one of them (a chunk extension) is malformed.
            """,
        visitor: "Try to send it again. If it stays, the program you used has a mistake.",
        operations: """
            Chunk extensions are hardly ever used except by attackers: bare line feeds in them split requests \
            differently in different servers.
            """,
        developer: "Do not send chunk extensions.",
        provider: "Check devices that sign or mark chunks.",
        reference: Reference(rfc: 9112, section: "7.1.1")
    )

    static let requestChunkEndMalformed = Words(
        title: "A piece of the request has the wrong size",
        whatHappened: "The request came in pieces, and one of them is longer or shorter than it says.",
        visitor: "Try to send it again. If it stays, the program you used has a mistake.",
        operations: """
            After the announced number of bytes there was no CR LF. A client that counts characters instead of bytes \
            does this.
            """,
        developer: "Count bytes, not characters, and write CR LF after every chunk.",
        provider: "Check devices that change content on the way.",
        reference: Reference(rfc: 9112, section: "7.1")
    )

    static let requestTrailerInvalid = Words(
        title: "The fields after the request are not valid",
        whatHappened: "The request ends with extra fields (trailers) that are malformed or not allowed there.",
        visitor: "A normal browser never does this: the program you used has a mistake.",
        operations: "Trailers follow the same rules as header fields and must not hold framing or routing fields.",
        developer: """
            Send trailers only where the other side asked for them, and none of `Host`, `Content-Length` or \
            `Transfer-Encoding`.
            """,
        provider: "Check devices that append trailers.",
        reference: Reference(rfc: 9112, section: "7.1.2")
    )
}
