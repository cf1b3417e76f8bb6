/// Words for TLS towards the upstream.
extension Words {
    static let tlsHandshakeFailed = Words(
        title: "No agreement on a safe connection",
        whatHappened: "The gateway and the application could not agree on how to talk to each other safely.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The TLS handshake failed: no common version or cipher, or a broken message. Compare `openssl s_client \
            -connect ADDRESS:PORT -servername NAME` with what the gateway is allowed to use.
            """,
        developer: "Enable TLS 1.2 and 1.3 with current ciphers in the application's server, and ALPN `http/1.1`.",
        provider: "Check devices in between that inspect or downgrade TLS.",
        reference: Reference(rfc: 9209, section: "2.3.13")
    )

    static let tlsClosed = Words(
        title: "The safe connection was cut while it was set up",
        whatHappened: """
            While the gateway and the application were agreeing on a safe connection, the application hung up.
            """,
        visitor: "Wait a moment and try again. If it stays, tell the people who run this site.",
        operations: """
            The peer closed during the handshake without an alert. An overloaded or restarting application, a \
            connection limit, or a server that expects another name in SNI. Try `openssl s_client` with and without \
            `-servername`.
            """,
        developer: "Look into the application's TLS log: servers usually note there why they hang up.",
        provider: "Check for balancers that close when no backend is healthy behind them.",
        reference: Reference(rfc: 9209, section: "2.3.13")
    )

    static let tlsOnPlainPort = Words(
        title: "The application expects encryption",
        whatHappened: """
            The gateway talks to the application in plain text, and the application answers in encrypted form.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The response began with a TLS record: this port speaks HTTPS. Point the endpoint in `to:` at the \
            application's plain port, or write `https://` there. Check: `curl -vk https://ADDRESS:PORT/`.
            """,
        developer: "Offer a plain HTTP port for the gateway, or tell the operator that this one is HTTPS.",
        provider: """
            If a mesh or sidecar adds encryption, let the gateway's traffic take part in it or leave it out for this \
            port.
            """,
        reference: Reference(rfc: 9112, section: "9.7")
    )

    static let plainOnTLSPort = Words(
        title: "The application does not expect encryption",
        whatHappened: "The gateway wanted a safe connection, and the application answered in plain text.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The peer answered the TLS handshake with something else, usually plain HTTP. Use `http://` for this \
            endpoint, or the application's HTTPS port. Check: `curl -v http://ADDRESS:PORT/`.
            """,
        developer: "Turn TLS on for this port, or tell the operator which port has it.",
        provider: "Check port mappings: 443 of the balancer may lead to port 80 of the application.",
        reference: Reference(rfc: 9112, section: "9.7")
    )

    static let certificateExpired = Words(
        title: "The application's certificate has run out",
        whatHappened: """
            The application proved who it is with a document that is out of date, so the gateway does not trust it.
            """,
        visitor: "Waiting does not help. Tell the people who run this site: a certificate has to be renewed.",
        operations: """
            Renew the certificate of the application's server and reload it: `openssl s_client -connect ADDRESS:PORT \
            -servername NAME | openssl x509 -noout -dates`. Renewed already? Then the server was not reloaded. Check \
            the clock of both machines too.
            """,
        developer: "Renew by machine, and let the server pick new files up without a restart.",
        provider: "Check why automatic renewal failed: DNS or port 80 for the challenge, rate limits, a full disk.",
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let certificateNotYetValid = Words(
        title: "The application's certificate is not valid yet",
        whatHappened: """
            The application proved who it is with a document that becomes valid only in the future. Usually a clock \
            is wrong.
            """,
        visitor: "Wait some minutes and try again, then tell the people who run this site.",
        operations: """
            Compare the clocks: `timedatectl` on both machines, and the start date with `openssl x509 -noout \
            -startdate`. A clock that is behind makes every new certificate look like this.
            """,
        developer: "If you issue certificates yourself, let them begin some minutes in the past.",
        provider: "Repair time synchronisation (NTP, chrony) on the machine whose clock is wrong.",
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let certificateNameMismatch = Words(
        title: "The application has somebody else's certificate",
        whatHappened: "The application proved who it is, but with a document made out to another name.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The certificate does not name the host that the gateway asked for: `openssl s_client -connect \
            ADDRESS:PORT -servername NAME | openssl x509 -noout -ext subjectAltName`. Connect by a name that it \
            holds (`upstream-tls: { server-name: NAME }`), or add the name to it. A default certificate for unknown \
            names is the usual reason.
            """,
        developer: """
            Serve the right certificate for the name in SNI, and include internal names if the gateway uses them.
            """,
        provider: """
            Check that the address still belongs to this application: a reused address shows another tenant's \
            certificate.
            """,
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let certificateUntrusted = Words(
        title: "Nobody vouches for the application's certificate",
        whatHappened: """
            The application proved who it is with a document from an issuer that the gateway does not know.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The issuer is not among the gateway's trusted roots. For a private authority, give the gateway its root \
            certificate (`upstream-tls: { authorities: FILE }`); for a public one, update the machine's root store (`update-ca-certificates`). Where the issuer \
            is an intermediate one of an authority that is trusted, the server leaves its certificate out: \
            `openssl s_client -connect ADDRESS:PORT -showcerts` shows what is sent.
            """,
        developer: """
            Use a certificate of an authority that the gateway trusts, and configure the full chain file \
            (`fullchain.pem`), not the certificate alone.
            """,
        provider: "Check that no device in between replaces certificates by its own.",
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let certificateSelfSigned = Words(
        title: "The application vouches only for itself",
        whatHappened: "The application proved who it is with a document that it signed itself.",
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            A self-signed certificate. Give it to the gateway as a trusted root for this route (`upstream-tls: { \
            authorities: FILE }`), or use a private authority. Switching verification off hides attacks.
            """,
        developer: "Replace the default certificate that came with the server.",
        provider: "Offer the application's owner a certificate from your internal authority.",
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let certificateChainIncomplete = Words(
        title: "Part of the application's certificate chain is missing",
        whatHappened: """
            The application proved who it is, but left out a document that connects it with a known issuer.
            """,
        visitor: """
            Waiting does not help. Tell the people who run this site: their server does not send its whole \
            certificate chain.
            """,
        operations: """
            The server sends its own certificate without the intermediate one. Browsers hide this by fetching it, \
            programs do not. `openssl s_client -connect ADDRESS:PORT -showcerts` shows what is sent.
            """,
        developer: "Configure the full chain file (`fullchain.pem`), not the certificate alone.",
        provider: "When you issue certificates, deliver the chain with them.",
        reference: Reference(rfc: 5246, section: "7.4.2")
    )

    static let certificateRevoked = Words(
        title: "The application's certificate was withdrawn",
        whatHappened: "The application proved who it is with a document that its issuer has withdrawn.",
        visitor: "Do not enter anything there until it is repaired. Tell the people who run this site.",
        operations: """
            The certificate is revoked. Get a new one with a new key at once, and find out why it was withdrawn: a \
            leaked key is the worst case.
            """,
        developer: "Replace the key too, not just the certificate, and look for the place where the old key leaked.",
        provider: "Tell the owner when you revoke for them, and why.",
        reference: Reference(rfc: 9209, section: "2.3.14")
    )

    static let tlsAlert = Words(
        title: "The application refused the safe connection",
        whatHappened: """
            The application told the gateway that it does not accept its way of setting up a safe connection.
            """,
        visitor: "Waiting does not help. Tell the people who run this site and give them the id below.",
        operations: """
            The alert number is in the incident and in `Proxy-Status`: 112 or 40 usually means that the server wants \
            a name (SNI) that it knows, 116 or 42 that it wants a client certificate (`upstream-tls: { \
            certificate: FILE, key: FILE }`), 70 another TLS version, 48 \
            that it does not trust ours.
            """,
        developer: "Look at your TLS server's log for the same moment: it knows exactly what it disliked.",
        provider: "Check whether mutual TLS was switched on in a mesh or balancer without telling the gateway.",
        reference: Reference(rfc: 9209, section: "2.3.15")
    )
}
