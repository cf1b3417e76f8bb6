internal import GatewayFaults
internal import GatewayGuide

extension SiteCause {
    /// Words of causes that a gateway tells of the server behind it.
    var wordsOfGateways: CauseWords {
        switch self {
        case .originDown:
            CauseWords(
                "The server behind the gateway is down or does not listen where the gateway looks",
                .origin,
                [
                    (
                        .operator,
                        "Start it (`systemctl status`, `docker ps -a`), and compare its port with the gateway's "
                            + "configuration."
                    ),
                    (.developer, "Read the last lines of its log before it stopped."),
                    (.visitor, "Wait; nothing on your side helps."),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN"
            )
        case .originSilent:
            CauseWords(
                "The gateway's connection attempts to the server behind it get no answer",
                .origin,
                [
                    (.provider, "Allow the gateway's addresses in the origin's firewall and security group."),
                    (.operator, "Check that the origin's address is still the right one, and that the machine runs."),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN, from the gateway's machine"
            )
        case .originClosed:
            CauseWords(
                "The server behind the gateway closes the connection without a whole answer",
                .origin,
                [
                    (.developer, "Look for crashes, kills and worker timeouts in its log at this second."),
                    (
                        .operator,
                        "If it happens now and then: let it keep idle connections longer than the gateway does."
                    ),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN --for 20s"
            )
        case .originSlow:
            CauseWords(
                "The server behind the gateway does not answer in time",
                .origin,
                [
                    (.developer, "Find what the request waits for; move long work to the background."),
                    (.operator, "Raise the gateway's timeout only for routes that need it."),
                    (.visitor, "Try again in some minutes."),
                ],
                next: "the same request straight to the origin, with a clock"
            )
        case .originMalformed:
            CauseWords(
                "The server behind the gateway sends an answer that is not valid",
                .origin,
                [
                    (.developer, "Ask it directly and look at the bytes: `goodgate diagnose URL --origin THE-ORIGIN`."),
                    (.operator, "Check that the gateway uses the right port and scheme (http, https, FastCGI)."),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN"
            )
        case .originHeadTooLarge:
            CauseWords(
                "The answer's head is larger than the gateway takes",
                .origin,
                [
                    (.developer, "Make the fields smaller, most often cookies."),
                    (.operator, "nginx: `proxy_buffer_size 16k` where that cannot be."),
                ],
                next: "the size of the head straight from the origin (the walk with --origin measures it)"
            )
        case .originName:
            CauseWords(
                "The gateway cannot resolve the name of the server behind it",
                .origin,
                [
                    (
                        .operator,
                        "Check the name in the gateway's configuration and its resolver, from the gateway's machine."
                    )
                ],
                next: "dig NAME on the gateway's machine"
            )
        case .originTLS:
            CauseWords(
                "TLS between the gateway and the server behind it fails",
                .origin,
                [
                    (.operator, "Renew the origin's certificate; align scheme, port, SNI and versions."),
                    (
                        .developer,
                        "Look at the certificate at the origin: `goodgate diagnose URL --origin THE-ORIGIN:443`."
                    ),
                ],
                next: "goodgate diagnose URL --origin THE-ORIGIN:443"
            )
        case .originUnavailable:
            CauseWords(
                "The gateway has no server left that it takes for healthy",
                .origin,
                [
                    (.operator, "See what the health check asks and what it gets; register or start servers."),
                    (.provider, "Allow the health checker's addresses."),
                ],
                next: "ask the health check's path straight from the origin"
            )
        case .gatewayLimit:
            CauseWords(
                "A limit of the gateway is reached",
                .gateway,
                [
                    (.operator, "Look at connections and queue of this route; raise the limit or add servers."),
                    (.visitor, "Wait a moment."),
                ]
            )
        case .gatewayConfiguration:
            CauseWords(
                "The gateway has no valid configuration for this host or path",
                .gateway,
                [(.operator, "Add the host or route, and look at what was changed last.")]
            )
        case .gatewayFault:
            CauseWords(
                "The gateway itself failed",
                .gateway,
                [
                    (.operator, "Look into its error log at this second and at its provider's status page."),
                    (.visitor, "Try again in some minutes."),
                ]
            )
        // Default: the words of the others stand in the files of their stage.
        default: CauseWords(self.rawValue, .server, [])
        }
    }

    /// What an RFC 9209 type of a gateway says.
    static func told(by kind: Fault.Kind) -> SiteCause {
        switch kind {
        case .dnsTimeout, .dnsError: .originName
        case .destinationNotFound, .destinationIPProhibited, .proxyConfigurationError, .proxyLoopDetected,
            .httpUpgradeFailed:
            .gatewayConfiguration
        case .destinationUnavailable: .originUnavailable
        case .connectionRefused: .originDown
        case .destinationIPUnroutable, .connectionTimeout: .originSilent
        case .connectionTerminated, .httpResponseIncomplete: .originClosed
        case .connectionReadTimeout, .connectionWriteTimeout, .httpResponseTimeout: .originSlow
        case .connectionLimitReached: .gatewayLimit
        case .tlsProtocolError, .tlsCertificateError, .tlsAlertReceived: .originTLS
        case .httpRequestError, .httpRequestDenied: .refusedByPolicy
        case .httpResponseHeaderSectionSize, .httpResponseHeaderSize: .originHeadTooLarge
        case .httpResponseBodySize, .httpResponseTrailerSectionSize, .httpResponseTrailerSize,
            .httpResponseTransferCoding, .httpResponseContentCoding, .httpProtocolError:
            .originMalformed
        case .proxyInternalResponse, .proxyInternalError: .gatewayFault
        }
    }
}
