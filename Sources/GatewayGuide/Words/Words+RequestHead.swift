/// Words for request heads.
extension Words {
    static let requestLineMalformed = Words(
        title: "The request could not be understood",
        whatHappened: """
            The first line of the request does not have the form "method, address, version", so the gateway cannot \
            tell what is wanted.
            """,
        visitor: """
            If you used a normal browser, reload the page. If it stays, something between you and this site changes \
            your requests: try another network.
            """,
        operations: """
            Count them in `/metrics`; single ones are scanners. If a known client does it, something between it and \
            you mangles requests.
            """,
        developer: """
            Write the request line as `METHOD SP target SP HTTP/1.1`, with exactly one space at each place, or use \
            an HTTP library.
            """,
        provider: """
            A device that sends another protocol to this port (health checks in plain TCP, PROXY protocol) looks \
            like this: set it to HTTP.
            """,
        reference: Reference(rfc: 9112, section: "3")
    )

    static let requestMethodInvalid = Words(
        title: "The request's method is not valid",
        whatHappened: """
            The request begins with a word that cannot be an HTTP method: it is empty or holds forbidden characters.
            """,
        visitor: "If you used a normal browser, reload the page; otherwise the program you used has a mistake.",
        operations: """
            Usually a scanner or a client that speaks another protocol. The offset in the incident shows the wrong \
            character.
            """,
        developer: "A method is a token: letters, digits and some signs, no spaces, usually in capitals.",
        provider: "Check whether a device sends its own protocol in front of the request.",
        reference: Reference(rfc: 9110, section: "9.1")
    )

    static let requestTargetInvalid = Words(
        title: "The address in the request is not valid",
        whatHappened: """
            The address in the request holds characters that are not allowed there, or has a form that does not fit \
            its method.
            """,
        visitor: """
            Check the address for strange characters. If you followed a link, the link is wrong: tell its owner.
            """,
        operations: """
            Control characters, spaces or a bad form in the request target. Attack tools do this; so do clients that \
            do not encode. Nothing was forwarded.
            """,
        developer: """
            Percent-encode everything that RFC 3986 does not allow, and send `/path` to servers, `https://…` to \
            forward proxies only.
            """,
        provider: "Check rewriting rules of balancers before this gateway.",
        reference: Reference(rfc: 9112, section: "3.2")
    )

    static let requestTargetNotASCII = Words(
        title: "The address in the request is not encoded",
        whatHappened: """
            The address in the request holds letters such as é or 你 directly. They have to be encoded before they \
            are sent.
            """,
        visitor: """
            If you typed the address, let the browser's address bar encode it; if you followed a link, tell its \
            owner.
            """,
        operations: """
            The target holds bytes above 127. Different servers read them differently, so the gateway does not \
            guess. See the offset in the incident.
            """,
        developer: "Encode as UTF-8 and percent-encode: `é` is `%C3%A9`.",
        provider: "Check that no device decodes addresses on the way.",
        reference: Reference(rfc: 3986, section: "2")
    )

    static let requestVersionUnsupported = Words(
        title: "This version of HTTP is not supported",
        whatHappened: """
            The request names a version of HTTP that the gateway does not speak on this connection. It speaks 1.0, \
            1.1 and 2.
            """,
        visitor: "A normal browser never does this: update the program you used.",
        operations: """
            Scanners send such versions. A client that means HTTP/2 must begin the connection with its preface; a \
            request line that only names the version is not HTTP/2.
            """,
        developer: "Send `HTTP/1.1`, or speak HTTP/2 by ALPN or with prior knowledge.",
        provider: "Check balancers that name a version which they do not speak.",
        reference: Reference(rfc: 9110, section: "2.5")
    )

    static let requestHTTP09 = Words(
        title: "The request has no version",
        whatHappened: "The request has the form that was used before 1996, without a version of HTTP.",
        visitor: "A normal browser never does this: update the program you used.",
        operations: """
            A request line without a version is HTTP/0.9. Old health checks and scanners send it. It has no host, so \
            it cannot be routed.
            """,
        developer: "Add `HTTP/1.1` and a `Host` field.",
        provider: "Set health checks of balancers to HTTP/1.1.",
        reference: Reference(rfc: 9112, section: "3")
    )

    static let requestTLSBytes = Words(
        title: "An encrypted request came to an unencrypted port",
        whatHappened: "Your program spoke encrypted (https) to a door of the gateway that expects plain text (http).",
        visitor: """
            Use `http://` instead of `https://` for this address and port, or the address without a port number.
            """,
        operations: """
            The first bytes are a TLS handshake. Somebody used https:// with the port of a plain listener, or a \
            balancer re-encrypts towards you.
            """,
        developer: "Correct the scheme or the port in the client's configuration.",
        provider: "Set the balancer's backend protocol to HTTP for this port.",
        reference: Reference(rfc: 9110, section: "4.2.2")
    )

    static let requestPlainOnTLSPort = Words(
        title: "An unencrypted request came to an encrypted port",
        whatHappened: "Your program spoke plain text (http) to a door of the gateway that expects encryption (https).",
        visitor: """
            Use `https://` instead of `http://` for this address and port, or the address without a port number.
            """,
        operations: """
            The first bytes are an HTTP request where a TLS handshake was due. Somebody used http:// with the port of \
            a listener that has `tls`, or a balancer ends TLS and forwards plain text to it.
            """,
        developer: "Correct the scheme or the port in the client's configuration.",
        provider: "Set the balancer's backend protocol to HTTPS for this port, or send it to a plain listener.",
        reference: Reference(rfc: 9110, section: "4.2.2")
    )

    static let requestMisdirected = Words(
        title: "The request came over a connection for another host",
        whatHappened: """
            Your program asked for one website over an encrypted connection that it had opened for another one.
            """,
        visitor: "Load the page again: a browser opens a new connection then.",
        operations: """
            The name of the handshake (SNI) and the host of the request belong to different certificates, or the host \
            belongs to a listener whose clients have to show certificates. A browser that gets 421 asks again on a \
            connection of its own. Where a program does not, it sends a `Host` other than the name it connects to.
            """,
        developer: "Open a connection for each host, or send its name by SNI; repeat the request there.",
        provider: "A balancer that opens connections to the gateway has to send the name (SNI) of each request's host.",
        reference: Reference(rfc: 9110, section: "15.5.20")
    )
}
