extension Fault.Detail {
    /// The RFC 9209 §2.3 type this detail refines.
    public var kind: Fault.Kind {
        switch self {
        case .dnsTimeout: .dnsTimeout
        case .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther: .dnsError
        case .noRoute: .destinationNotFound
        case .noEndpointAvailable, .socketMissing, .gatewayDraining, .maintenance, .endpointStarting:
            .destinationUnavailable
        case .addressProhibited: .destinationIPProhibited
        case .hostUnreachable, .networkUnreachable: .destinationIPUnroutable
        case .connectRefused, .connectOther: .connectionRefused
        case .closedBeforeHead, .resetBeforeHead, .closedOnReuse, .resetOnReuse, .closedInsideHead,
            .resetInsideHead, .brokenWhileSending, .streamRefused, .streamReset:
            .connectionTerminated
        case .connectTimeout, .handshakeTimeout, .settingsTimeout: .connectionTimeout
        case .headStalled, .bodyStalled, .pingUnanswered, .tunnelIdle: .connectionReadTimeout
        case .sendStalled: .connectionWriteTimeout
        case .connectionLimit, .queueFull, .queueTimeout, .backlogFull: .connectionLimitReached
        case .tlsHandshakeFailed, .tlsClosed, .tlsOnPlainPort, .plainOnTLSPort: .tlsProtocolError
        case .certificateExpired, .certificateNotYetValid, .certificateNameMismatch, .certificateUntrusted,
            .certificateSelfSigned, .certificateChainIncomplete, .certificateRevoked:
            .tlsCertificateError
        case .tlsAlert: .tlsAlertReceived
        case .requestLineMalformed, .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII,
            .requestVersionUnsupported, .requestHTTP09, .requestHTTP2Violation,
            .requestTLSBytes, .requestPlainOnTLSPort,
            .requestMisdirected, .hostMissing,
            .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded,
            .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer, .requestLengthMalformed,
            .requestCodingUnknown, .requestCodingNotFinal, .requestChunkSizeMalformed,
            .requestChunkExtensionMalformed, .requestChunkEndMalformed, .requestTrailerInvalid, .requestLineTooLong,
            .requestFieldTooLarge, .requestHeadTooLarge, .requestFieldsTooMany, .requestBodyTooLarge,
            .requestTrailersTooLarge, .requestHeadTimeout, .requestBodyTimeout, .expectationUnknown,
            .connectNotAllowed, .requestOverPeerLimit:
            .httpRequestError
        case .denied, .rateLimited, .clientLimit: .httpRequestDenied
        case .lengthTruncated, .chunkedTruncated, .resetInsideBody, .streamResetInsideBody: .httpResponseIncomplete
        case .responseHeadTooLarge, .responseFieldsTooMany: .httpResponseHeaderSectionSize
        case .responseFieldTooLarge: .httpResponseHeaderSize
        case .responseBodyTooLarge: .httpResponseBodySize
        case .responseTrailersTooLarge: .httpResponseTrailerSectionSize
        case .responseTrailerTooLarge: .httpResponseTrailerSize
        case .responseCodingUnknown, .responseCodingNotFinal, .responseChunkSizeMalformed,
            .responseChunkExtensionMalformed, .responseChunkEndMalformed:
            .httpResponseTransferCoding
        case .responseContentCodingBroken: .httpResponseContentCoding
        case .responseHeadTimeout, .totalTimeout: .httpResponseTimeout
        case .upgradeFailed, .extendedConnectMissing: .httpUpgradeFailed
        case .statusLineMalformed, .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid,
            .responseSpaceBeforeColon, .responseFieldValueInvalid, .responseLineFolded, .responseBareCR,
            .responseBareLF, .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed,
            .responseTrailerInvalid, .interimFlood, .switchUnexpected, .responseUnsolicited, .http2NotSpoken,
            .http2Violation:
            .httpProtocolError
        case .ownResponse, .overloaded: .proxyInternalResponse
        case .descriptorsExhausted, .memoryExhausted, .portsExhausted, .bug: .proxyInternalError
        case .configurationInvalid: .proxyConfigurationError
        case .loopDetected: .proxyLoopDetected
        }
    }
}
