/// Words for response heads.
extension Words {
    static let statusLineMalformed = Words(
        title: "The application's answer makes no sense",
        whatHappened: """
            The application answered with something that is not HTTP, so the gateway could not pass it on.
            """,
        visitor: "Waiting does not help much. Tell the people who run this site and give them the id below.",
        operations: """
            See the first bytes of the answer with `goodgate explain ID`. Text of a crash or a shell, another \
            protocol (FastCGI, a database, SSH) on that port, or left-overs of the answer before are the usual \
            reasons.
            """,
        developer: """
            Print nothing to standard output before the status line (CGI style), and check that one response ends \
            before the next begins.
            """,
        provider: "Check that the port belongs to the application: `ss -ltnp` on its machine.",
        reference: Reference(rfc: 9112, section: "4")
    )

    static let responseVersionUnsupported = Words(
        title: "The application speaks another version of HTTP",
        whatHappened: "The application answered in a version of HTTP that the gateway does not speak with it.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The status line names a version other than 1.0 or 1.1. An `HTTP/2` port, or a server with its own idea \
            of versions. See the captured bytes.
            """,
        developer: "Answer with `HTTP/1.1`; do not write the status line by hand.",
        provider: "Check that this port is not one for HTTP/2 only.",
        reference: Reference(rfc: 9110, section: "2.5")
    )

    static let responseHTTP09 = Words(
        title: "The application answered without a status",
        whatHappened: "The application sent content without saying first what it is and whether it worked.",
        visitor: "Waiting does not help much. Tell the people who run this site and give them the id below.",
        operations: """
            No status line: HTTP/0.9, or another protocol. The captured bytes show which. A script that prints its \
            page without headers does this.
            """,
        developer: "Write a status line and an empty line before the content.",
        provider: "Check that the port belongs to a web server at all.",
        reference: Reference(rfc: 9112, section: "4")
    )

    static let responseFieldNameInvalid = Words(
        title: "A header name in the answer is not valid",
        whatHappened: "The application's answer has a header field whose name holds forbidden characters.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            See name and offset in the incident. A missing colon, text of a warning inside the head, or a name built \
            from user input.
            """,
        developer: """
            Use letters, digits and hyphens in field names, and never write warnings into the head (PHP: \
            `display_errors=Off`).
            """,
        provider: "Check devices that add fields with odd names.",
        reference: Reference(rfc: 9110, section: "5.1")
    )

    static let responseSpaceBeforeColon = Words(
        title: "A space before a colon in the answer",
        whatHappened: """
            The application's answer has a header field with a space between name and colon. Programs read that in \
            different ways, so the gateway does not pass it on.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            See the field in the incident. It is set by hand somewhere in the application or a device in between.
            """,
        developer: "Set field names without spaces.",
        provider: "Check devices that rewrite response fields.",
        reference: Reference(rfc: 9112, section: "5.1")
    )

    static let responseFieldValueInvalid = Words(
        title: "A header value in the answer is not valid",
        whatHappened: """
            The application's answer has a header field with a control character in it, so the gateway does not pass \
            it on.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            A NUL or another control character; the offset is in the incident. File names in `Content-Disposition` \
            and user input in `Location` are the usual places, and an injection attack is possible.
            """,
        developer: "Encode what users typed before you put it into a field (RFC 8187 for file names).",
        provider: "Check devices that write binary ids into fields.",
        reference: Reference(rfc: 9110, section: "5.5")
    )

    static let responseLineFolded = Words(
        title: "A header field in the answer is folded",
        whatHappened: """
            The application's answer has a header field that goes on over a second line, a form that was abolished.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            obs-fold in a response. Old libraries fold long `Content-Security-Policy` or `Link` values, templates \
            with line breaks do too.
            """,
        developer: "Remove line breaks from field values.",
        provider: "Check old devices that wrap long fields.",
        reference: Reference(rfc: 9112, section: "5.2")
    )

    static let responseBareCR = Words(
        title: "A stray carriage return in the answer",
        whatHappened: """
            The application's answer holds a carriage return where none may be, so the gateway does not pass it on.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            A bare CR in the head. Values read from a file with old line ends, or an attempt to split the response. \
            The offset is in the incident.
            """,
        developer: "Remove CR and LF from every value before you set it.",
        provider: "Check devices that rewrite response fields.",
        reference: Reference(rfc: 9112, section: "2.2")
    )

    static let responseBareLF = Words(
        title: "A line in the answer ends the wrong way",
        whatHappened: """
            A line of the application's answer ends with a line feed alone, where carriage return and line feed are \
            needed.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            Hand-written servers and CGI scripts do this. Nothing else reads it reliably; see the offset in the \
            incident.
            """,
        developer: "End every line of the head with `\\r\\n`, or let a library write it.",
        provider: "Check scripts that answer health checks or maintenance pages by hand.",
        reference: Reference(rfc: 9112, section: "2.2")
    )
}
