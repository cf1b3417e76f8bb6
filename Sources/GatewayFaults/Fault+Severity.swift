extension Fault {
    /// How much an operator should care about one occurrence.
    public enum Severity: UInt8, CaseIterable, Hashable, Sendable, Comparable, BitwiseCopyable {
        /// Somebody else's mistake or an intended answer: count it.
        case notice
        /// One exchange failed and the next may succeed: look when there are many.
        case warning
        /// The same will happen again until somebody changes something.
        case error
        /// The gateway itself is in trouble: every route is affected.
        case critical

        /// The stable name for logs and JSON.
        public var token: String {
            switch self {
            case .notice: "notice"
            case .warning: "warning"
            case .error: "error"
            case .critical: "critical"
            }
        }

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
}

extension Fault.Detail {
    /// How much an operator should care about one occurrence of this detail.
    public var severity: Fault.Severity {
        switch self {
        case .noRoute, .gatewayDraining, .maintenance, .tunnelIdle, .closedOnReuse, .resetOnReuse,
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
            .ownResponse:
            .notice
        case .dnsTimeout, .dnsServerFailure, .endpointStarting, .hostUnreachable, .networkUnreachable, .connectRefused,
            .connectOther, .closedBeforeHead, .resetBeforeHead, .closedInsideHead, .resetInsideHead,
            .brokenWhileSending, .streamRefused, .streamReset, .connectTimeout, .handshakeTimeout, .settingsTimeout,
            .headStalled, .bodyStalled, .pingUnanswered, .sendStalled,
            .connectionLimit, .queueFull, .queueTimeout, .backlogFull, .tlsHandshakeFailed, .tlsClosed,
            .lengthTruncated, .chunkedTruncated, .resetInsideBody, .streamResetInsideBody, .responseHeadTimeout,
            .totalTimeout,
            .upgradeFailed, .interimFlood, .responseUnsolicited:
            .warning
        case .dnsNameNotFound, .dnsRefused, .dnsNoAddress, .dnsOther, .noEndpointAvailable, .socketMissing,
            .addressProhibited, .tlsOnPlainPort, .plainOnTLSPort, .certificateExpired, .certificateNotYetValid,
            .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert, .responseHeadTooLarge,
            .responseFieldsTooMany, .responseFieldTooLarge, .responseBodyTooLarge, .responseTrailersTooLarge,
            .responseTrailerTooLarge, .responseCodingUnknown, .responseCodingNotFinal,
            .responseChunkSizeMalformed, .responseChunkExtensionMalformed, .responseChunkEndMalformed,
            .responseContentCodingBroken, .statusLineMalformed, .http2NotSpoken, .http2Violation,
            .extendedConnectMissing, .responseVersionUnsupported, .responseHTTP09,
            .responseFieldNameInvalid, .responseSpaceBeforeColon, .responseFieldValueInvalid,
            .responseLineFolded, .responseBareCR, .responseBareLF, .responseLengthAndCoding,
            .responseLengthsDiffer, .responseLengthMalformed, .responseTrailerInvalid, .switchUnexpected,
            .loopDetected:
            .error
        case .overloaded, .descriptorsExhausted, .memoryExhausted, .portsExhausted, .bug, .configurationInvalid:
            .critical
        }
    }

    /// Whether waiting helps: the same request may well succeed soon without anybody changing anything.
    public var isTemporary: Bool {
        switch self {
        case .dnsTimeout, .dnsServerFailure, .noEndpointAvailable, .socketMissing, .gatewayDraining,
            .maintenance, .endpointStarting,
            .hostUnreachable, .networkUnreachable, .connectRefused, .connectOther, .closedBeforeHead,
            .resetBeforeHead, .closedOnReuse, .resetOnReuse, .closedInsideHead, .resetInsideHead,
            .brokenWhileSending, .streamRefused, .streamReset, .connectTimeout, .handshakeTimeout, .settingsTimeout,
            .headStalled, .bodyStalled, .pingUnanswered, .tunnelIdle,
            .sendStalled, .connectionLimit, .queueFull, .queueTimeout, .backlogFull, .tlsClosed,
            .requestHeadTimeout, .requestBodyTimeout, .rateLimited, .clientLimit, .lengthTruncated, .chunkedTruncated,
            .resetInsideBody, .streamResetInsideBody, .responseHeadTimeout, .totalTimeout, .interimFlood,
            .responseUnsolicited,
            .overloaded, .descriptorsExhausted, .memoryExhausted, .portsExhausted:
            true
        case .dnsNameNotFound, .dnsRefused, .dnsNoAddress, .dnsOther, .noRoute, .addressProhibited,
            .tlsHandshakeFailed, .tlsOnPlainPort, .plainOnTLSPort, .certificateExpired, .certificateNotYetValid,
            .certificateNameMismatch, .certificateUntrusted, .certificateSelfSigned,
            .certificateChainIncomplete, .certificateRevoked, .tlsAlert, .requestLineMalformed,
            .requestMethodInvalid, .requestTargetInvalid, .requestTargetNotASCII, .requestVersionUnsupported,
            .requestHTTP09, .requestHTTP2Violation, .requestTLSBytes, .requestPlainOnTLSPort,
            .requestMisdirected, .hostMissing, .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid, .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded,
            .requestBareCR, .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer,
            .requestLengthMalformed, .requestCodingUnknown, .requestCodingNotFinal, .requestChunkSizeMalformed,
            .requestChunkExtensionMalformed, .requestChunkEndMalformed, .requestTrailerInvalid,
            .requestLineTooLong, .requestFieldTooLarge, .requestHeadTooLarge, .requestFieldsTooMany,
            .requestBodyTooLarge, .requestTrailersTooLarge, .expectationUnknown, .connectNotAllowed,
            .requestOverPeerLimit, .denied,
            .responseHeadTooLarge, .responseFieldsTooMany, .responseFieldTooLarge, .responseBodyTooLarge,
            .responseTrailersTooLarge, .responseTrailerTooLarge, .responseCodingUnknown,
            .responseCodingNotFinal, .responseChunkSizeMalformed, .responseChunkExtensionMalformed,
            .responseChunkEndMalformed, .responseContentCodingBroken, .upgradeFailed, .extendedConnectMissing,
            .statusLineMalformed, .http2NotSpoken, .http2Violation,
            .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid, .responseSpaceBeforeColon,
            .responseFieldValueInvalid, .responseLineFolded, .responseBareCR, .responseBareLF,
            .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed, .responseTrailerInvalid,
            .switchUnexpected, .ownResponse, .bug, .configurationInvalid, .loopDetected:
            false
        }
    }
}
