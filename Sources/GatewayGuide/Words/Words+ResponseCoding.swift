/// Words for codings of responses.
extension Words {
    static let responseCodingUnknown = Words(
        title: "The answer is packed in an unknown way",
        whatHappened: "The application packed its answer in a way (transfer coding) that the gateway does not know.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: "Only `chunked` is understood in `Transfer-Encoding`. See the captured head in the incident.",
        developer: "Use `Content-Encoding: gzip` for compression, not `Transfer-Encoding: gzip`.",
        provider: "Look for a device that compresses on the way and labels it wrongly.",
        reference: Reference(rfc: 9209, section: "2.3.24")
    )

    static let responseCodingNotFinal = Words(
        title: "The answer does not show where it ends",
        whatHappened: "The application packed its answer in a way that does not show safely where it ends.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            `chunked` is not the last transfer coding, or is named twice. Frameworks that set `Transfer-Encoding` by \
            hand on top of their server do this.
            """,
        developer: "Do not set `Transfer-Encoding` yourself: the server does it.",
        provider: "Look for a second proxy that adds `chunked` again.",
        reference: Reference(rfc: 9112, section: "6.3")
    )

    static let responseChunkSizeMalformed = Words(
        title: "A piece of the answer has no valid size",
        whatHappened: """
            The application sent its answer in pieces, and one of them does not say properly how large it is.
            """,
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            Instead of a chunk size something else arrived; the captured bytes show what. Usually the application \
            wrote raw content although chunked was announced.
            """,
        developer: """
            Remove a hand-set `Transfer-Encoding: chunked`, and do not write to the socket beside the framework.
            """,
        provider: "Check devices that rewrite content without re-chunking it.",
        reference: Reference(rfc: 9209, section: "2.3.24")
    )

    static let responseChunkExtensionMalformed = Words(
        title: "A piece of the answer carries a broken note",
        whatHappened: """
            The application sent its answer in pieces, and a note attached to one of them (a chunk extension) is \
            malformed.
            """,
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            Chunk extensions with control characters or without end are refused, because different programs end them \
            differently. See the captured bytes.
            """,
        developer: "Do not send chunk extensions; hardly anything reads them.",
        provider: "Check devices that mark or sign chunks.",
        reference: Reference(rfc: 9112, section: "7.1.1")
    )

    static let responseChunkEndMalformed = Words(
        title: "A piece of the answer has the wrong size",
        whatHappened: "The application sent its answer in pieces, and one of them is longer or shorter than it says.",
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            After the announced number of bytes there was no CR LF. The application counts characters instead of \
            bytes, or two threads write to one connection.
            """,
        developer: "Count bytes after encoding, and let only one writer write a response.",
        provider: "Check devices that change content on the way.",
        reference: Reference(rfc: 9209, section: "2.3.24")
    )

    static let responseContentCodingBroken = Words(
        title: "The answer could not be unpacked",
        whatHappened: "The application sent its answer compressed, and the compression is damaged.",
        visitor: "Reload the page. If it stays, tell the people who run this site.",
        operations: """
            `curl --compressed -v ADDRESS` against the application shows the same. Compressed twice, or \
            `Content-Encoding` set on content that is not compressed, are the usual reasons.
            """,
        developer: "Compress in one place only: the framework or the server, not both.",
        provider: """
            Check caches that store compressed and plain copies under one key: they need `Vary: Accept-Encoding`.
            """,
        reference: Reference(rfc: 9209, section: "2.3.25")
    )
}
