/// Words for late and unusual requests.
extension Words {
    static let requestHeadTimeout = Words(
        title: "The request took too long to arrive",
        whatHappened: "The gateway waited for your request to arrive in full, and it did not come in time.",
        visitor: "Your connection may be slow or interrupted. Try again, or try another network.",
        operations: """
            The head did not arrive within `timeouts.client-head`. Single ones are bad networks or browsers that \
            open connections in advance; many from a few addresses are a slowloris attack, which this limit stops.
            """,
        developer: "Send the head in one write.",
        provider: "If many visitors of one network suffer, look for packet loss there.",
        reference: Reference(rfc: 9110, section: "15.5.9")
    )

    static let requestBodyTimeout = Words(
        title: "Your upload stopped on its way",
        whatHappened: "The gateway was receiving what you sent, and then nothing more came.",
        visitor: "Your connection may be slow or interrupted. Try again, or try another network.",
        operations: """
            No byte of the content arrived for `timeouts.client-body`. Raise it on routes for uploads from bad \
            networks.
            """,
        developer: "Send continuously, and let uploads resume where they stopped.",
        provider: "If many visitors of one network suffer, look for packet loss there.",
        reference: Reference(rfc: 9110, section: "15.5.9")
    )

    static let expectationUnknown = Words(
        title: "The request expects something unknown",
        whatHappened: "The request asks for a behaviour (in its Expect field) that the gateway does not know.",
        visitor: "A normal browser never does this: update the program you used.",
        operations: "Only `100-continue` exists. Other values are refused with 417.",
        developer: "Remove the `Expect` field or send `100-continue`.",
        provider: "Check devices that add an `Expect` field.",
        reference: Reference(rfc: 9110, section: "10.1.1")
    )

    static let connectNotAllowed = Words(
        title: "This is not a proxy for other sites",
        whatHappened: "The request asks the gateway to open a tunnel to another place. It does not do that.",
        visitor: "Check the proxy settings of your device: this address is not a proxy.",
        operations: "A CONNECT request. Scanners look for open proxies this way; nothing was opened.",
        developer: "Remove this address from your client's proxy settings.",
        provider: "If your devices are set to use this address as their proxy, correct that.",
        reference: Reference(rfc: 9110, section: "9.3.6")
    )
}
