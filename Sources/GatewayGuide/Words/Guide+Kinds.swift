public import GatewayFaults

extension Guide {
    /// What an RFC 9209 type means, in our words.
    public static func meaning(of kind: Fault.Kind) -> String {
        switch kind {
        case .dnsTimeout: "The name of the next hop could not be resolved in time."
        case .dnsError: "The resolver answered the question for the next hop's address with an error."
        case .destinationNotFound: "The intermediary does not know where this request should go."
        case .destinationUnavailable: "The next hop is known, and considered out of service."
        case .destinationIPProhibited: "The next hop has an address to which policy forbids to connect."
        case .destinationIPUnroutable: "There is no way to the next hop's address."
        case .connectionRefused: "The next hop refused the connection."
        case .connectionTerminated: "The connection ended before a complete response head had arrived."
        case .connectionTimeout: "The connection was not set up in time."
        case .connectionReadTimeout: "The connection was set up, and expected bytes did not arrive in time."
        case .connectionWriteTimeout: "The connection was set up, and bytes could not be written in time."
        case .connectionLimitReached: "The intermediary's limit of connections to the next hop is reached."
        case .tlsProtocolError: "TLS with the next hop failed for another reason than a certificate or an alert."
        case .tlsCertificateError: "The certificate of the next hop is not acceptable."
        case .tlsAlertReceived: "The next hop sent a TLS alert."
        case .httpRequestError: "The intermediary refuses the request as faulty, in place of the origin."
        case .httpRequestDenied: "The intermediary refuses the request by policy."
        case .httpResponseIncomplete: "The response ended before it was complete."
        case .httpResponseHeaderSectionSize: "The header section of the response is too large."
        case .httpResponseHeaderSize: "One header field of the response is too large."
        case .httpResponseBodySize: "The content of the response is too large."
        case .httpResponseTrailerSectionSize: "The trailer section of the response is too large."
        case .httpResponseTrailerSize: "One trailer field of the response is too large."
        case .httpResponseTransferCoding: "The transfer coding of the response could not be decoded."
        case .httpResponseContentCoding: "The content coding of the response could not be decoded."
        case .httpResponseTimeout: "The time limit for the response was reached."
        case .httpUpgradeFailed: "The switch to another protocol between intermediary and next hop failed."
        case .httpProtocolError: "The next hop broke the rules of HTTP in a way that has no name of its own."
        case .proxyInternalResponse: "The intermediary made the response itself, without asking the next hop."
        case .proxyInternalError: "Something failed inside the intermediary."
        case .proxyConfigurationError: "The configuration of the intermediary is wrong."
        case .proxyLoopDetected: "The request went in a circle."
        }
    }

    /// What a retry class means.
    public static func words(for retry: Fault.RetryClass) -> String {
        switch retry {
        case .notSent: "nothing was sent, any request may be tried again"
        case .notProcessed: "the peer proved that it did not process it, any request may be tried again"
        case .reusedConnection: "a reused connection ended unanswered, idempotent requests may be tried again"
        case .sentOnFresh: "it may have been processed, only idempotent requests may be tried again"
        case .never: "trying again gives the same result, or part of the answer was passed on"
        }
    }
}
