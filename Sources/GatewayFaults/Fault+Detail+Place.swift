extension Fault {
    /// A fault at the place where its detail usually happens.
    public init(_ detail: Detail, code: Int32 = 0) {
        self.init(detail, side: detail.defaultSide, phase: detail.defaultPhase, code: code)
    }
}

extension Fault.Detail {
    /// The party that usually shows this detail.
    public var defaultSide: Fault.Side {
        switch self {
        case .addressProhibited, .portsExhausted, .noRoute, .gatewayDraining, .maintenance, .connectionLimit,
            .queueFull,
            .queueTimeout, .ownResponse, .overloaded, .descriptorsExhausted, .memoryExhausted, .bug,
            .configurationInvalid, .loopDetected:
            .gateway
        case .denied, .rateLimited, .clientLimit, .expectationUnknown, .connectNotAllowed, .requestOverPeerLimit,
            .requestLineMalformed,
            .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII, .requestVersionUnsupported,
            .requestHTTP09, .requestHTTP2Violation, .requestTLSBytes, .requestPlainOnTLSPort,
            .requestMisdirected, .hostMissing, .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded,
            .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer,
            .requestLengthMalformed, .requestCodingUnknown, .requestCodingNotFinal,
            .requestChunkSizeMalformed, .requestChunkExtensionMalformed, .requestChunkEndMalformed,
            .requestTrailerInvalid, .requestLineTooLong, .requestFieldTooLarge, .requestHeadTooLarge,
            .requestFieldsTooMany, .requestBodyTooLarge, .requestTrailersTooLarge, .requestHeadTimeout,
            .requestBodyTimeout:
            .client
        case .dnsTimeout, .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther,
            .noEndpointAvailable, .endpointStarting, .socketMissing, .hostUnreachable, .networkUnreachable,
            .connectRefused,
            .connectOther, .closedBeforeHead, .resetBeforeHead, .closedOnReuse, .resetOnReuse,
            .closedInsideHead, .resetInsideHead, .brokenWhileSending, .streamRefused, .streamReset, .connectTimeout,
            .handshakeTimeout, .settingsTimeout,
            .headStalled, .bodyStalled, .pingUnanswered, .tunnelIdle, .sendStalled, .backlogFull, .tlsHandshakeFailed,
            .tlsClosed, .tlsOnPlainPort, .plainOnTLSPort, .certificateExpired, .certificateNotYetValid,
            .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert, .lengthTruncated, .chunkedTruncated,
            .resetInsideBody, .streamResetInsideBody, .responseHeadTooLarge, .responseFieldsTooMany,
            .responseFieldTooLarge,
            .responseBodyTooLarge, .responseTrailersTooLarge, .responseTrailerTooLarge,
            .responseCodingUnknown, .responseCodingNotFinal, .responseChunkSizeMalformed,
            .responseChunkExtensionMalformed, .responseChunkEndMalformed, .responseContentCodingBroken,
            .responseHeadTimeout, .totalTimeout, .upgradeFailed, .extendedConnectMissing, .statusLineMalformed,
            .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid,
            .responseSpaceBeforeColon, .responseFieldValueInvalid, .responseLineFolded, .responseBareCR,
            .responseBareLF, .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed,
            .responseTrailerInvalid, .interimFlood, .switchUnexpected, .responseUnsolicited, .http2NotSpoken,
            .http2Violation:
            .upstream
        }
    }

    /// What an exchange is usually doing when this detail happens.
    public var defaultPhase: Fault.Phase {
        switch self {
        case .requestLineMalformed, .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII,
            .requestVersionUnsupported, .requestHTTP09, .requestHTTP2Violation,
            .requestTLSBytes, .requestPlainOnTLSPort,
            .requestMisdirected, .hostMissing,
            .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded,
            .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer,
            .requestLengthMalformed, .requestCodingUnknown, .requestCodingNotFinal, .requestLineTooLong,
            .requestFieldTooLarge, .requestHeadTooLarge, .requestFieldsTooMany, .requestHeadTimeout:
            .requestHead
        case .requestChunkSizeMalformed, .requestChunkExtensionMalformed, .requestChunkEndMalformed,
            .requestTrailerInvalid, .requestBodyTooLarge, .requestTrailersTooLarge, .requestBodyTimeout:
            .requestBody
        case .noRoute, .noEndpointAvailable, .gatewayDraining, .maintenance, .connectionLimit, .queueFull,
            .queueTimeout,
            .expectationUnknown, .connectNotAllowed, .denied, .rateLimited, .clientLimit, .ownResponse, .overloaded,
            .descriptorsExhausted, .memoryExhausted, .bug, .configurationInvalid, .loopDetected:
            .route
        case .dnsTimeout, .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther,
            .addressProhibited:
            .resolve
        case .socketMissing, .endpointStarting, .hostUnreachable, .networkUnreachable, .connectRefused, .connectOther,
            .connectTimeout, .backlogFull, .portsExhausted:
            .connect
        case .handshakeTimeout, .http2NotSpoken, .settingsTimeout, .tlsHandshakeFailed, .tlsClosed, .plainOnTLSPort,
            .certificateExpired,
            .certificateNotYetValid, .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert:
            .handshake
        case .brokenWhileSending, .extendedConnectMissing, .requestOverPeerLimit, .sendStalled:
            .sendRequest
        case .closedBeforeHead, .pingUnanswered, .streamRefused, .streamReset, .resetBeforeHead, .closedOnReuse,
            .resetOnReuse, .closedInsideHead,
            .resetInsideHead, .headStalled, .tlsOnPlainPort, .responseHeadTooLarge, .responseFieldsTooMany,
            .responseFieldTooLarge, .responseCodingUnknown, .responseCodingNotFinal, .responseHeadTimeout,
            .totalTimeout, .upgradeFailed, .statusLineMalformed, .responseVersionUnsupported, .responseHTTP09,
            .responseFieldNameInvalid, .responseSpaceBeforeColon, .responseFieldValueInvalid,
            .responseLineFolded, .responseBareCR, .responseBareLF, .responseLengthAndCoding,
            .responseLengthsDiffer, .responseLengthMalformed, .interimFlood, .switchUnexpected,
            .responseUnsolicited, .http2Violation:
            .responseHead
        case .bodyStalled, .lengthTruncated, .chunkedTruncated, .resetInsideBody, .streamResetInsideBody,
            .responseBodyTooLarge,
            .responseTrailersTooLarge, .responseTrailerTooLarge, .responseChunkSizeMalformed,
            .responseChunkExtensionMalformed, .responseChunkEndMalformed, .responseContentCodingBroken,
            .responseTrailerInvalid:
            .responseBody
        case .tunnelIdle:
            .tunnel
        }
    }
}
