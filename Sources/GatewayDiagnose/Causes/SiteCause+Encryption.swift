internal import GatewayGuide

extension SiteCause {
    /// Words of causes that end a TLS handshake.
    var wordsOfEncryption: CauseWords {
        switch self {
        case .certificateExpired:
            CauseWords(
                "The certificate has expired",
                .server,
                [
                    (
                        .operator,
                        "Renew it, reload the server, and find out why the renewal did not run (`systemctl "
                            + "list-timers`, `certbot certificates`)."
                    ),
                    (.visitor, "Do not click the warning away; tell the site's owner."),
                ],
                next: "look at the dates on the server itself: a renewed file that was not loaded looks the same"
            )
        case .certificateNotYetValid:
            CauseWords(
                "The certificate is not valid yet",
                .server,
                [(.operator, "Use the earlier certificate until then, or set the clock of the machine that made it.")],
                next: "compare its first day with `date -u`"
            )
        case .certificateOtherName:
            CauseWords(
                "The certificate is for another name",
                .server,
                [
                    (
                        .operator,
                        "Get a certificate that holds HOST, or configure the server to show the right one for it (SNI)."
                    ),
                    (.provider, "Check that the DNS record of HOST points to the server that is meant to serve it."),
                    (.visitor, "Check the spelling; with and without `www.` are two names."),
                ],
                next: "openssl s_client -connect HOST:PORT -servername HOST"
            )
        case .certificateSelfSigned:
            CauseWords(
                "The certificate is signed by nobody but itself",
                .server,
                [
                    (
                        .operator,
                        "Get one from a public authority, or load the one you have: servers show a self-signed "
                            + "one when theirs is missing."
                    ),
                    (.visitor, "Do not go on unless you know the certificate's fingerprint."),
                ]
            )
        case .certificateUntrusted:
            CauseWords(
                "The certificate is from an authority that is not trusted here",
                .server,
                [
                    (.operator, "Use a certificate of a public authority for a public site."),
                    (.visitor, "On an internal site: install the authority's certificate."),
                ]
            )
        case .certificateIncomplete:
            CauseWords(
                "The server leaves out the intermediate certificate",
                .server,
                [
                    (.operator, "Configure the full chain (`fullchain.pem`), not only the site's own certificate."),
                    (.visitor, "It may work in a browser that fetched the missing one before."),
                ],
                next: "openssl s_client -connect HOST:PORT -servername HOST -showcerts"
            )
        case .plainTextOnTLSPort:
            CauseWords(
                "The server answers in plain text on the port for TLS",
                .server,
                [
                    (
                        .operator,
                        "Switch TLS on for this port (nginx: `listen PORT ssl`), or serve plain text on port 80."
                    ),
                    (.visitor, "Try http:// instead of https://."),
                ],
                next: "curl -v http://HOST:PORT/"
            )
        case .tlsOnPlainPort:
            CauseWords(
                "The server speaks TLS on a port that was asked in plain text",
                .server,
                [
                    (.visitor, "Write https:// instead of http://."),
                    (
                        .operator,
                        "Redirect plain requests, or put the right scheme into links and into the gateway's upstream."
                    ),
                ],
                next: "curl -v https://HOST:PORT/"
            )
        case .tlsDisagreement:
            CauseWords(
                "The server and this program have no version or cipher of TLS in common",
                .server,
                [
                    (
                        .operator,
                        "Allow TLS 1.2 and 1.3 with today's ciphers; check that a certificate is loaded at all."
                    ),
                    (.visitor, "Update the browser."),
                ],
                next: "openssl s_client -connect HOST:PORT -servername HOST -tls1_2"
            )
        case .clientCertificate:
            CauseWords(
                "The server wants a certificate from the visitor",
                .server,
                [
                    (.visitor, "Ask the owner for one; without it nobody gets in."),
                    (.operator, "Make it optional if that is not wanted."),
                ]
            )
        case .serverNameUnknown:
            CauseWords(
                "The server knows no site of this name",
                .server,
                [
                    (
                        .operator,
                        "Add HOST to the server's configuration with its certificate, or correct the DNS record."
                    ),
                    (.provider, "At a CDN: add the host name and wait for its certificate."),
                ],
                next: "the same handshake without a name (done by the walk)"
            )
        case .handshakeCut:
            CauseWords(
                "The connection is cut during the handshake",
                .server,
                [
                    (
                        .operator,
                        "Look into the server's error log; a missing certificate, a crash or a limit ends "
                            + "handshakes so."
                    ),
                    (.provider, "A firewall that reads the name (SNI) cuts such connections, too."),
                    (.visitor, "Try another network: if it works there, something on your side cuts it."),
                ],
                next: "the same handshake with another name and from another network"
            )
        case .handshakeSilent:
            CauseWords(
                "The server takes connections but does not answer the handshake",
                .server,
                [
                    (
                        .operator,
                        "The program hangs or is overloaded: look at its threads and queue (`ss -ltn`: Recv-Q)."
                    ),
                    (.provider, "If only large packets vanish, the path MTU is wrong: `ping -M do -s 1472 ADDRESS`."),
                ],
                next: "ss -ltn on the server; ping -M do -s 1472 ADDRESS"
            )
        case .certificateRevoked:
            CauseWords(
                "The certificate was revoked",
                .server,
                [
                    (.operator, "Get a new certificate with a new key, and find out who revoked this one and why."),
                    (.visitor, "Do not enter anything there; tell the site's owner."),
                ],
                next: "openssl s_client -connect HOST:PORT -servername HOST -status"
            )
        case .stapleInvalid:
            CauseWords(
                "The OCSP response that the certificate demands is missing or not valid",
                .server,
                [
                    (
                        .operator,
                        "Let the server staple (nginx: ssl_stapling, Apache: SSLUseStapling) and reach the authority's "
                            + "responder; or get a certificate without must-staple."
                    ),
                    (.visitor, "Firefox refuses such a site, other browsers do not."),
                ],
                next: "openssl s_client -connect HOST:PORT -servername HOST -status"
            )
        // Default: the words of the others stand in the files of their stage.
        default: CauseWords(self.rawValue, .server, [])
        }
    }
}
