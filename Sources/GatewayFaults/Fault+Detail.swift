extension Fault {
    /// Our refinement of the RFC 9209 types: one case per thing that can be observed to go wrong.
    ///
    /// Raw values never leave the process (tokens do), so cases may be reordered.
    public enum Detail: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        // MARK: dns_timeout, dns_error
        case dnsTimeout
        case dnsNameNotFound
        case dnsServerFailure
        case dnsRefused
        case dnsNoAddress
        case dnsOther

        // MARK: destination_*
        case noRoute
        case noEndpointAvailable
        case socketMissing
        case gatewayDraining
        case maintenance
        case endpointStarting
        case addressProhibited
        case hostUnreachable
        case networkUnreachable

        // MARK: connection_*
        case connectRefused
        case connectOther
        case closedBeforeHead
        case resetBeforeHead
        case closedOnReuse
        case resetOnReuse
        case closedInsideHead
        case resetInsideHead
        case brokenWhileSending
        case streamRefused
        case streamReset
        case connectTimeout
        case handshakeTimeout
        case settingsTimeout
        case headStalled
        case bodyStalled
        case pingUnanswered
        case tunnelIdle
        case sendStalled
        case connectionLimit
        case queueFull
        case queueTimeout
        case backlogFull

        // MARK: tls_*
        case tlsHandshakeFailed
        case tlsClosed
        case tlsOnPlainPort
        case plainOnTLSPort
        case certificateExpired
        case certificateNotYetValid
        case certificateNameMismatch
        case certificateUntrusted
        case certificateSelfSigned
        case certificateChainIncomplete
        case certificateRevoked
        case tlsAlert

        // MARK: http_request_error (from the client)
        case requestLineMalformed
        case requestMethodInvalid
        case requestTargetInvalid
        case requestTargetNotASCII
        case requestVersionUnsupported
        case requestHTTP09
        case requestHTTP2Violation
        case requestTLSBytes
        case requestPlainOnTLSPort
        case requestMisdirected
        case hostMissing
        case hostRepeated
        case hostInvalid
        case requestFieldNameInvalid
        case requestSpaceBeforeColon
        case requestFieldValueInvalid
        case requestLineFolded
        case requestBareCR
        case requestBareLF
        case requestLengthAndCoding
        case requestLengthsDiffer
        case requestLengthMalformed
        case requestCodingUnknown
        case requestCodingNotFinal
        case requestChunkSizeMalformed
        case requestChunkExtensionMalformed
        case requestChunkEndMalformed
        case requestTrailerInvalid
        case requestLineTooLong
        case requestFieldTooLarge
        case requestHeadTooLarge
        case requestFieldsTooMany
        case requestBodyTooLarge
        case requestTrailersTooLarge
        case requestHeadTimeout
        case requestBodyTimeout
        case expectationUnknown
        case connectNotAllowed
        case requestOverPeerLimit

        // MARK: http_request_denied
        case denied
        case rateLimited
        case clientLimit

        // MARK: http_response_*
        case lengthTruncated
        case chunkedTruncated
        case resetInsideBody
        case streamResetInsideBody
        case responseHeadTooLarge
        case responseFieldsTooMany
        case responseFieldTooLarge
        case responseBodyTooLarge
        case responseTrailersTooLarge
        case responseTrailerTooLarge
        case responseCodingUnknown
        case responseCodingNotFinal
        case responseChunkSizeMalformed
        case responseChunkExtensionMalformed
        case responseChunkEndMalformed
        case responseContentCodingBroken
        case responseHeadTimeout
        case totalTimeout
        case upgradeFailed
        case extendedConnectMissing

        // MARK: http_protocol_error (from the upstream)
        case statusLineMalformed
        case responseVersionUnsupported
        case responseHTTP09
        case responseFieldNameInvalid
        case responseSpaceBeforeColon
        case responseFieldValueInvalid
        case responseLineFolded
        case responseBareCR
        case responseBareLF
        case responseLengthAndCoding
        case responseLengthsDiffer
        case responseLengthMalformed
        case responseTrailerInvalid
        case interimFlood
        case switchUnexpected
        case responseUnsolicited
        case http2NotSpoken
        case http2Violation

        // MARK: proxy_*
        case ownResponse
        case overloaded
        case descriptorsExhausted
        case memoryExhausted
        case portsExhausted
        case bug
        case configurationInvalid
        case loopDetected
    }
}
