extension Fault.Detail {
    /// The status the gateway answers with when it still can.
    ///
    /// It is the recommendation of RFC 9209 with these deliberate deviations: a request for which there is no route
    /// gets 404 instead of 500, because the mistake is in the address and nothing broke; exhausted descriptors,
    /// memory or ports get 503 instead of 500, because they pass and crawlers treat 503 as temporary; a limit of
    /// rate or number gets 429 (RFC 6585 §4) instead of 403; an unsupported version, coding or method gets the 505 or 501 that
    /// RFC 9110 §15.6 names although `http_request_error` speaks of 4xx.
    public var status: Int {
        switch self {
        case .noRoute: 404
        case .descriptorsExhausted, .memoryExhausted, .portsExhausted, .overloaded: 503
        case .rateLimited, .clientLimit: 429
        case .ownResponse: 200
        case .requestVersionUnsupported, .requestHTTP09: 505
        case .requestCodingUnknown, .connectNotAllowed: 501
        case .requestLineTooLong: 414
        case .requestFieldTooLarge, .requestHeadTooLarge, .requestOverPeerLimit, .requestFieldsTooMany,
            .requestTrailersTooLarge:
            431
        case .requestBodyTooLarge: 413
        case .requestHeadTimeout, .requestBodyTimeout: 408
        case .expectationUnknown: 417
        case .requestMisdirected: 421
        case .requestLineMalformed, .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII,
            .requestHTTP2Violation, .requestTLSBytes, .requestPlainOnTLSPort, .hostMissing, .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid,
            .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded, .requestBareCR,
            .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer, .requestLengthMalformed,
            .requestCodingNotFinal, .requestChunkSizeMalformed, .requestChunkExtensionMalformed,
            .requestChunkEndMalformed, .requestTrailerInvalid:
            400
        case .dnsTimeout, .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther,
            .noEndpointAvailable, .socketMissing, .gatewayDraining, .maintenance, .endpointStarting, .addressProhibited,
            .hostUnreachable,
            .networkUnreachable, .connectRefused, .connectOther, .closedBeforeHead, .resetBeforeHead,
            .closedOnReuse, .resetOnReuse, .closedInsideHead, .resetInsideHead, .brokenWhileSending, .streamRefused,
            .streamReset,
            .connectTimeout, .handshakeTimeout, .settingsTimeout, .headStalled, .bodyStalled, .pingUnanswered,
            .tunnelIdle, .sendStalled,
            .connectionLimit, .queueFull, .queueTimeout, .backlogFull, .tlsHandshakeFailed, .tlsClosed,
            .tlsOnPlainPort, .plainOnTLSPort, .certificateExpired, .certificateNotYetValid,
            .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert, .denied, .lengthTruncated,
            .chunkedTruncated, .resetInsideBody, .streamResetInsideBody, .responseHeadTooLarge, .responseFieldsTooMany,
            .responseFieldTooLarge, .responseBodyTooLarge, .responseTrailersTooLarge, .responseTrailerTooLarge,
            .responseCodingUnknown, .responseCodingNotFinal, .responseChunkSizeMalformed,
            .responseChunkExtensionMalformed, .responseChunkEndMalformed, .responseContentCodingBroken,
            .responseHeadTimeout, .totalTimeout, .upgradeFailed, .extendedConnectMissing, .statusLineMalformed,
            .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid, .responseSpaceBeforeColon,
            .responseFieldValueInvalid, .responseLineFolded, .responseBareCR, .responseBareLF,
            .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed, .responseTrailerInvalid,
            .interimFlood, .switchUnexpected, .responseUnsolicited, .http2NotSpoken, .http2Violation, .bug,
            .configurationInvalid, .loopDetected:
            // Only the two kinds whose details are all listed above have no recommendation.
            self.kind.recommendedStatus ?? 500
        }
    }
}
