import GatewayFaults

extension Scenarios {
    /// The gateway wants TLS, and does not get it, or gets it from somebody whom it must not believe.
    static let encrypted: [Recipe] =
        [
            Recipe(
                Scenario(
                    "tls-closes",
                    "Reads the start of the TLS handshake, then FIN without a word.",
                    provokes: .tlsClosed,
                    at: .tls
                ),
                .scripted(Script(begins: .firstByte, steps: [.end(.fin)]))
            ),
            Recipe(
                Scenario(
                    "tls-silent",
                    "Reads the start of the TLS handshake and says nothing for longer than any timer.",
                    provokes: .handshakeTimeout,
                    ask: Ask(needs: .handshake),
                    at: .tls
                ),
                .scripted(Script(begins: .firstByte, steps: [.pause(.slow), .end(.fin)]))
            ),
            Recipe(
                Scenario(
                    "tls-refuses",
                    "Answers the TLS handshake with the alert handshake_failure, then FIN.",
                    provokes: .tlsAlert,
                    at: .tls
                ),
                // RFC 8446 §6: content type 21, legacy version 3.3, length 2, fatal, 40.
                .scripted(Script(begins: .firstByte, steps: [.send([0x15, 0x03, 0x03, 0, 2, 2, 40]), .end(.fin)]))
            ),
            Recipe(
                Scenario(
                    "tls-garbled",
                    "Answers the TLS handshake with a message that does not come first (server_hello_done), then FIN.",
                    provokes: .tlsHandshakeFailed,
                    at: .tls
                ),
                .scripted(
                    Script(begins: .firstByte, steps: [.send([0x16, 0x03, 0x03, 0, 4, 14, 0, 0, 0]), .end(.fin)])
                )
            ),
            Recipe(
                Scenario(
                    "plain-on-tls",
                    "A plain HTTP server on a port that is taken for HTTPS: answers the handshake with 400, then FIN.",
                    provokes: .plainOnTLSPort,
                    at: .tls
                ),
                .scripted(
                    Script(
                        begins: .firstByte,
                        steps: [
                            .say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                            .end(.fin),
                        ]
                    )
                )
            ),
        ] + certificates

    private static let certificates: [Recipe] = [
        certificate(.expired, "A certificate that ran out three days ago.", .certificateExpired),
        certificate(.notYetValid, "A certificate that is valid in three days.", .certificateNotYetValid),
        certificate(.otherName, "A certificate for another name.", .certificateNameMismatch),
        certificate(.untrusted, "A certificate of an authority that nobody trusts.", .certificateUntrusted),
        certificate(.selfSigned, "A certificate that signed itself.", .certificateSelfSigned),
        certificate(
            .withoutIntermediate,
            "A good certificate without the intermediate one that signed it.",
            .certificateChainIncomplete
        ),
    ]

    private static func certificate(_ kind: LabCertificate, _ summary: String, _ detail: Fault.Detail) -> Recipe {
        Recipe(Scenario("certificate-\(kind.rawValue)", summary, provokes: detail, at: .tls), .certificate(kind))
    }
}
