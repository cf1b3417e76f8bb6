/// Words for fields of requests.
extension Words {
    static let hostMissing = Words(
        title: "The request does not say which site it wants",
        whatHappened: "The request has no Host field, so the gateway cannot tell which site it is meant for.",
        visitor: "A normal browser always sends it: update the program you used.",
        operations: """
            HTTP/1.1 requests must have a `Host` field. Health checks without it are the usual source: set a host \
            name in them.
            """,
        developer: "Send exactly one `Host` field with every request.",
        provider: "Set the host name in the balancer's health check.",
        reference: Reference(rfc: 9112, section: "3.2")
    )

    static let hostRepeated = Words(
        title: "The request names more than one site",
        whatHappened: "The request has more than one Host field, so it is not clear which site is meant.",
        visitor: "A normal browser never does this. An add-on or a proxy on your side may add a second one.",
        operations: """
            Two `Host` fields can mean two different sites to two programs, which attackers use. Nothing was \
            forwarded.
            """,
        developer: "Replace the field instead of adding one.",
        provider: "Look for a device before the gateway that adds its own `Host`.",
        reference: Reference(rfc: 9112, section: "3.2")
    )

    static let hostInvalid = Words(
        title: "The site's name in the request is not valid",
        whatHappened: "The Host field of the request is not a valid name or address.",
        visitor: "Check the address for strange characters.",
        operations: """
            The value is not `name[:port]`. Scanners do this to find name-based faults; nothing was forwarded.
            """,
        developer: "Send the host as in the address: lower case, no scheme, no path, no spaces; IPv6 in brackets.",
        provider: "Check that balancers do not write variables into `Host` that are empty or lists.",
        reference: Reference(rfc: 9110, section: "7.2")
    )

    static let requestFieldNameInvalid = Words(
        title: "A header name in the request is not valid",
        whatHappened: """
            One of the request's header fields has a name with characters that are not allowed, or no name at all.
            """,
        visitor: "If you used a normal browser, switch add-ons off and try again.",
        operations: """
            The offset in the incident shows the character. Field names are tokens; spaces, brackets and control \
            characters are not allowed.
            """,
        developer: "Use letters, digits and hyphens in field names.",
        provider: "Check devices that add fields with variables in their names.",
        reference: Reference(rfc: 9110, section: "5.1")
    )

    static let requestSpaceBeforeColon = Words(
        title: "A space before a colon in the request",
        whatHappened: """
            One of the request's header fields has a space between its name and the colon. Programs read that in \
            different ways, so it is refused.
            """,
        visitor: "If you used a normal browser, switch add-ons off and try again.",
        operations: """
            RFC 9112 requires a 400 here, because attackers hide fields with it. See the offset in the incident.
            """,
        developer: "Write `Name: value` without a space before the colon.",
        provider: "Check devices that rewrite header fields.",
        reference: Reference(rfc: 9112, section: "5.1")
    )

    static let requestFieldValueInvalid = Words(
        title: "A header value in the request is not valid",
        whatHappened: "One of the request's header fields holds a control character, which is not allowed.",
        visitor: "Delete the cookies of this site and try again: a damaged cookie is a common reason.",
        operations: """
            A NUL or another control character in a field value. See the offset in the incident; damaged cookies and \
            unencoded user input are common, attacks too.
            """,
        developer: "Encode what users typed before you put it into a field.",
        provider: "Check devices that add values from variables to fields.",
        reference: Reference(rfc: 9110, section: "5.5")
    )

    static let requestLineFolded = Words(
        title: "A header field in the request is folded",
        whatHappened: """
            One of the request's header fields goes on over a second line. That form was abolished because programs \
            read it differently.
            """,
        visitor: "A normal browser never does this: update the program you used.",
        operations: "obs-fold is refused with 400 as RFC 9112 says. Old mail-like libraries produce it.",
        developer: "Write every field on one line.",
        provider: "Check old devices that wrap long fields.",
        reference: Reference(rfc: 9112, section: "5.2")
    )

    static let requestBareCR = Words(
        title: "A stray carriage return in the request",
        whatHappened: """
            The request holds a carriage return that is not followed by a line feed. Programs read that in different \
            ways, so it is refused.
            """,
        visitor: "If you used a normal browser, switch add-ons off and try again.",
        operations: "A bare CR is a known way to smuggle fields past a proxy. See the offset in the incident.",
        developer: "End lines with CR LF and never put CR into values.",
        provider: "Check devices that write text files with old line ends into fields.",
        reference: Reference(rfc: 9112, section: "2.2")
    )

    static let requestBareLF = Words(
        title: "A line in the request ends the wrong way",
        whatHappened: """
            A line of the request ends with a line feed alone, where carriage return and line feed are needed.
            """,
        visitor: "A normal browser never does this: update the program you used.",
        operations: """
            Hand-written clients do this (`printf 'GET / HTTP/1.1\\n'`). It is refused because other servers may \
            split lines elsewhere.
            """,
        developer: "End every line with `\\r\\n`.",
        provider: "Set scripts of health checks to send CR LF.",
        reference: Reference(rfc: 9112, section: "2.2")
    )
}
