extension Fault {
    /// The 32 error types of RFC 9209 §2.3, in the order of the RFC.
    public enum Kind: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        case dnsTimeout
        case dnsError
        case destinationNotFound
        case destinationUnavailable
        case destinationIPProhibited
        case destinationIPUnroutable
        case connectionRefused
        case connectionTerminated
        case connectionTimeout
        case connectionReadTimeout
        case connectionWriteTimeout
        case connectionLimitReached
        case tlsProtocolError
        case tlsCertificateError
        case tlsAlertReceived
        case httpRequestError
        case httpRequestDenied
        case httpResponseIncomplete
        case httpResponseHeaderSectionSize
        case httpResponseHeaderSize
        case httpResponseBodySize
        case httpResponseTrailerSectionSize
        case httpResponseTrailerSize
        case httpResponseTransferCoding
        case httpResponseContentCoding
        case httpResponseTimeout
        case httpUpgradeFailed
        case httpProtocolError
        case proxyInternalResponse
        case proxyInternalError
        case proxyConfigurationError
        case proxyLoopDetected
    }
}
