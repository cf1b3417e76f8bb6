extension Fault {
    /// How strong the proof is that sending the request again does no harm.
    ///
    /// A class is a permission that the evidence gives. Whether a retry happens (method, budget, body still at
    /// hand, another endpoint) is the decision of `GatewayCore`.
    public enum RetryClass: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        /// No byte of the request left the gateway: any method may be sent again.
        case notSent
        /// The peer proved that it did not process the request (RFC 9113 §8.7, RFC 9110 §15.5.20, RFC 8470):
        /// any method, if the content can be replayed. Raised by protocols that can say so.
        case notProcessed
        /// A reused connection ended with no byte of a response: idempotent methods (RFC 9112 §9.3.1).
        case reusedConnection
        /// The request was sent on a fresh connection and may have been processed: idempotent methods, in a budget.
        case sentOnFresh
        /// Bytes of the response were forwarded, or the result would be the same again.
        case never

        /// The short name of the class: S0 to S4.
        public var label: String {
            switch self {
            case .notSent: "S0"
            case .notProcessed: "S1"
            case .reusedConnection: "S2"
            case .sentOnFresh: "S3"
            case .never: "S4"
            }
        }
    }

    /// The retry class of this occurrence: the class of the detail, weakened by how far the exchange had come.
    ///
    /// A detail such as a TLS alert or exhausted memory may also happen after bytes were sent; the proof "nothing
    /// was sent" holds only before that.
    public var retryClass: RetryClass {
        let base = self.detail.retryClass
        switch self.phase {
        case .requestHead, .route, .resolve, .connect, .handshake:
            return base
        case .requestBody, .sendRequest, .responseHead:
            return base == .notSent ? .sentOnFresh : base
        case .responseBody, .sendResponse, .tunnel:
            return .never
        }
    }
}

extension Fault.Detail {
    /// The retry class at the moment the detail usually happens; `Fault.retryClass` also looks at the phase.
    public var retryClass: Fault.RetryClass {
        switch self {
        case .dnsTimeout, .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther,
            .noEndpointAvailable, .socketMissing, .gatewayDraining, .endpointStarting, .hostUnreachable,
            .networkUnreachable,
            .connectRefused, .connectOther, .connectTimeout, .handshakeTimeout, .settingsTimeout, .connectionLimit,
            .queueFull,
            .queueTimeout, .backlogFull, .tlsHandshakeFailed, .tlsClosed, .plainOnTLSPort, .certificateExpired,
            .certificateNotYetValid, .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert, .overloaded, .descriptorsExhausted,
            .memoryExhausted, .portsExhausted:
            .notSent
        case .streamRefused:
            .notProcessed
        case .closedOnReuse, .resetOnReuse:
            .reusedConnection
        case .closedBeforeHead, .pingUnanswered, .resetBeforeHead, .closedInsideHead, .resetInsideHead,
            .brokenWhileSending, .streamReset,
            .headStalled, .sendStalled, .responseHeadTimeout, .upgradeFailed:
            .sentOnFresh
        case .noRoute, .maintenance, .addressProhibited, .bodyStalled, .tunnelIdle, .tlsOnPlainPort,
            .requestLineMalformed,
            .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII, .requestVersionUnsupported,
            .requestHTTP09, .requestHTTP2Violation, .requestTLSBytes, .requestPlainOnTLSPort,
            .requestMisdirected, .hostMissing, .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded,
            .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer,
            .requestLengthMalformed, .requestCodingUnknown, .requestCodingNotFinal, .requestChunkSizeMalformed,
            .requestChunkExtensionMalformed, .requestChunkEndMalformed, .requestTrailerInvalid,
            .requestLineTooLong, .requestFieldTooLarge, .requestHeadTooLarge, .requestFieldsTooMany,
            .requestBodyTooLarge, .requestTrailersTooLarge, .requestHeadTimeout, .requestBodyTimeout,
            .expectationUnknown, .connectNotAllowed, .requestOverPeerLimit, .denied, .rateLimited, .clientLimit,
            .lengthTruncated,
            .chunkedTruncated,
            .resetInsideBody, .streamResetInsideBody, .responseHeadTooLarge, .responseFieldsTooMany,
            .responseFieldTooLarge,
            .responseBodyTooLarge, .responseTrailersTooLarge, .responseTrailerTooLarge, .responseCodingUnknown,
            .responseCodingNotFinal, .responseChunkSizeMalformed, .responseChunkExtensionMalformed,
            .responseChunkEndMalformed, .responseContentCodingBroken, .totalTimeout, .statusLineMalformed,
            .extendedConnectMissing,
            .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid,
            .responseSpaceBeforeColon, .responseFieldValueInvalid, .responseLineFolded, .responseBareCR,
            .responseBareLF, .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed,
            .responseTrailerInvalid, .interimFlood, .switchUnexpected, .responseUnsolicited, .http2NotSpoken,
            .http2Violation, .ownResponse, .bug,
            .configurationInvalid, .loopDetected:
            .never
        }
    }
}
