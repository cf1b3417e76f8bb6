/// Words for requests over a limit.
extension Words {
    static let requestLineTooLong = Words(
        title: "The address is too long",
        whatHappened: "The address in the request is longer than the gateway accepts.",
        visitor: """
            Go back and try with less text in the form or search field. If a link brought you here, tell its owner.
            """,
        operations: """
            The limit is `limits.request-line`. Addresses that grow with every redirect are a loop in the \
            application; long ones from forms should be POST.
            """,
        developer: """
            Send large input in the body with POST, not in the address, and check redirects that append to \
            themselves.
            """,
        provider: "Balancers have such limits too (often 8 KiB): raising only ours may not be enough.",
        reference: Reference(rfc: 9110, section: "15.5.15")
    )

    static let requestFieldTooLarge = Words(
        title: "A header field of the request is too large",
        whatHappened: """
            One header field of the request is larger than the gateway accepts. Nearly always that is the cookies.
            """,
        visitor: "Delete the cookies of this site and try again.",
        operations: """
            The limit is `limits.field`. Cookies that pile up and large tokens are \
            the usual reason.
            """,
        developer: """
            Keep little in cookies: an id in the cookie and the data on the server. Remove old cookies by setting \
            them expired.
            """,
        provider: "Balancers have such limits too: raising only ours may not be enough.",
        reference: Reference(rfc: 6585, section: "5")
    )

    static let requestHeadTooLarge = Words(
        title: "The request's header is too large",
        whatHappened: """
            The header fields of the request together are larger than the gateway accepts. Usually cookies have \
            piled up.
            """,
        visitor: "Delete the cookies of this site and try again.",
        operations: "The limit is `limits.request-head`. See which fields are large before you raise it.",
        developer: "Use fewer and smaller cookies; set their path and domain as narrowly as possible.",
        provider: "Look for devices that add many fields of their own.",
        reference: Reference(rfc: 6585, section: "5")
    )

    static let requestFieldsTooMany = Words(
        title: "The request has too many header fields",
        whatHappened: "The request has more header fields than the gateway accepts.",
        visitor: "If you used a normal browser, switch add-ons off and try again.",
        operations: """
            The limit is `limits.request-fields`. Hundreds of fields are an attack or a loop in which every pass \
            adds one.
            """,
        developer: "Join lists into one field instead of sending one field per item.",
        provider: "Look for a loop between proxies that adds a field each time.",
        reference: Reference(rfc: 6585, section: "5")
    )

    static let requestBodyTooLarge = Words(
        title: "What you sent is too large",
        whatHappened: "The file or form is larger than this site accepts.",
        visitor: "Send a smaller file, or ask the people who run this site for another way.",
        operations: "The limit is `limits.request-body`. Raise it for the route that takes uploads only.",
        developer: "Say the limit in the form and check it before sending; send large files in parts.",
        provider: "Check that storage and balancers behind can take what the gateway lets through.",
        reference: Reference(rfc: 9110, section: "15.5.14")
    )

    static let requestTrailersTooLarge = Words(
        title: "The fields after the request are too large",
        whatHappened: "The request ends with more extra fields (trailers) than the gateway accepts.",
        visitor: "A normal browser never does this: the program you used has a mistake.",
        operations: "The limit is `limits.trailers`. Large trailers are hardly ever legitimate.",
        developer: "Send checksums and signatures in trailers, nothing else.",
        provider: "Check devices that append trailers.",
        reference: Reference(rfc: 6585, section: "5")
    )
}
