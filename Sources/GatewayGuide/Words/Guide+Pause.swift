public import GatewayFaults

extension Guide {
    /// How many seconds a client should wait before the next try, for `Retry-After`; nil when waiting does not help.
    ///
    /// Longer where every retry adds to the trouble, shorter where the next try works at once.
    public static func pause(for detail: Fault.Detail) -> Int? {
        guard detail.isTemporary else { return nil }
        // What a route says about its own maintenance goes before this.
        if detail == .maintenance { return 300 }
        switch detail.kind {
        case .connectionLimitReached, .proxyInternalResponse, .proxyInternalError, .httpRequestDenied:
            return 30
        case .dnsTimeout, .dnsError, .destinationIPUnroutable, .connectionTimeout, .httpResponseTimeout:
            return 15
        case .destinationNotFound, .destinationUnavailable, .destinationIPProhibited, .connectionRefused,
            .connectionTerminated, .connectionReadTimeout, .connectionWriteTimeout, .tlsProtocolError,
            .tlsCertificateError, .tlsAlertReceived, .httpRequestError, .httpResponseIncomplete,
            .httpResponseHeaderSectionSize, .httpResponseHeaderSize, .httpResponseBodySize,
            .httpResponseTrailerSectionSize, .httpResponseTrailerSize, .httpResponseTransferCoding,
            .httpResponseContentCoding, .httpUpgradeFailed, .httpProtocolError, .proxyConfigurationError,
            .proxyLoopDetected:
            return 5
        }
    }
}
