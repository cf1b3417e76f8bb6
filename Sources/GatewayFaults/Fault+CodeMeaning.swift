extension Fault {
    /// What the number in `Fault.code` counts.
    public enum CodeMeaning: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        case none
        /// A system error number.
        case errno
        /// The offset of the first wrong byte in the head or body section that was being read.
        case offset
        /// A TLS alert description (RFC 8446 §6).
        case tlsAlert
        /// A DNS response code (RFC 1035 §4.1.1).
        case dnsRcode
        /// An HTTP/2 error code (RFC 9113 §7).
        case http2Error
        /// An HTTP status.
        case status
        /// The configured limit that was exceeded, in its own unit (bytes, fields, connections).
        case limit
        /// The configured time that ran out.
        case milliseconds

        /// The stable name for logs and JSON.
        public var token: String {
            switch self {
            case .none: "none"
            case .errno: "errno"
            case .offset: "offset"
            case .tlsAlert: "tls_alert"
            case .dnsRcode: "dns_rcode"
            case .http2Error: "http2_error"
            case .status: "status"
            case .limit: "limit"
            case .milliseconds: "milliseconds"
            }
        }
    }
}

extension Fault.Detail {
    /// What `Fault.code` means for this detail.
    public var codeMeaning: Fault.CodeMeaning {
        switch self {
        case .dnsNameNotFound, .dnsServerFailure, .dnsRefused, .dnsNoAddress, .dnsOther:
            .dnsRcode
        case .socketMissing, .endpointStarting, .hostUnreachable, .networkUnreachable, .connectRefused, .connectOther,
            .closedBeforeHead, .resetBeforeHead, .closedOnReuse, .resetOnReuse, .closedInsideHead,
            .resetInsideHead, .brokenWhileSending, .backlogFull, .tlsClosed, .resetInsideBody,
            .descriptorsExhausted, .memoryExhausted, .portsExhausted:
            .errno
        case .dnsTimeout, .connectTimeout, .handshakeTimeout, .settingsTimeout, .headStalled, .bodyStalled,
            .pingUnanswered, .tunnelIdle,
            .sendStalled, .queueTimeout, .requestHeadTimeout, .requestBodyTimeout, .responseHeadTimeout,
            .totalTimeout:
            .milliseconds
        case .connectionLimit, .queueFull, .requestLineTooLong, .requestFieldTooLarge, .requestHeadTooLarge,
            .requestOverPeerLimit,
            .requestFieldsTooMany, .requestBodyTooLarge, .requestTrailersTooLarge, .rateLimited, .clientLimit,
            .responseHeadTooLarge, .responseFieldsTooMany, .responseFieldTooLarge, .responseBodyTooLarge,
            .responseTrailersTooLarge, .responseTrailerTooLarge, .interimFlood:
            .limit
        case .tlsAlert:
            .tlsAlert
        case .requestHTTP2Violation, .streamRefused, .streamReset, .streamResetInsideBody, .http2Violation:
            .http2Error
        case .upgradeFailed, .switchUnexpected, .ownResponse:
            .status
        case .tlsOnPlainPort, .plainOnTLSPort, .requestLineMalformed, .requestMethodInvalid,
            .requestTargetInvalid, .requestTargetNotASCII, .requestVersionUnsupported, .requestHTTP09,
            .requestTLSBytes, .requestPlainOnTLSPort, .hostMissing, .hostRepeated, .hostInvalid,
            .requestFieldNameInvalid,
            .requestSpaceBeforeColon, .requestFieldValueInvalid, .requestLineFolded, .requestBareCR,
            .requestBareLF, .requestLengthAndCoding, .requestLengthsDiffer, .requestLengthMalformed,
            .requestCodingUnknown, .requestCodingNotFinal, .requestChunkSizeMalformed,
            .requestChunkExtensionMalformed, .requestChunkEndMalformed, .requestTrailerInvalid,
            .responseCodingUnknown, .responseCodingNotFinal, .responseChunkSizeMalformed,
            .responseChunkExtensionMalformed, .responseChunkEndMalformed, .responseContentCodingBroken,
            .statusLineMalformed, .responseVersionUnsupported, .responseHTTP09, .responseFieldNameInvalid,
            .responseSpaceBeforeColon, .responseFieldValueInvalid, .responseLineFolded, .responseBareCR,
            .responseBareLF, .responseLengthAndCoding, .responseLengthsDiffer, .responseLengthMalformed,
            .responseTrailerInvalid, .responseUnsolicited:
            .offset
        case .noRoute, .noEndpointAvailable, .gatewayDraining, .maintenance, .addressProhibited, .tlsHandshakeFailed,
            .certificateExpired, .certificateNotYetValid, .certificateNameMismatch, .certificateUntrusted,
            .certificateSelfSigned, .certificateChainIncomplete, .certificateRevoked, .expectationUnknown,
            .connectNotAllowed, .requestMisdirected, .denied, .lengthTruncated, .chunkedTruncated, .overloaded,
            .extendedConnectMissing, .http2NotSpoken, .bug,
            .configurationInvalid, .loopDetected:
            .none
        }
    }
}
