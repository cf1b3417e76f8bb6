import GatewayFaults

/// Who has to do something about a fault.
enum Responsibility {
    static func words(for detail: Fault.Detail) -> String {
        switch detail.kind {
        case .dnsTimeout, .dnsError: "whoever runs name resolution, and the gateway's operator for its settings"
        case .destinationNotFound, .proxyConfigurationError, .proxyLoopDetected, .destinationIPProhibited:
            "the gateway's operator: it is configured wrongly"
        case .destinationUnavailable, .connectionRefused: "the application's operator: it was not there"
        case .destinationIPUnroutable: "whoever runs the network or the machine"
        case .connectionTerminated: "the application's operator, and the gateway's for idle times"
        case .connectionTimeout: "whoever runs the network or the machine: packets get lost or nobody accepts"
        case .connectionReadTimeout, .httpResponseTimeout: "the application's developers: it is too slow"
        case .connectionWriteTimeout: "the application's operator: it does not read"
        case .connectionLimitReached: "the application's operator: it has too little room for the load"
        case .tlsProtocolError, .tlsCertificateError, .tlsAlertReceived:
            "whoever runs TLS between gateway and application"
        case .httpRequestError, .httpRequestDenied: "the client"
        case .httpResponseIncomplete: "the application's operator: it breaks off in the middle"
        case .httpResponseHeaderSectionSize, .httpResponseHeaderSize, .httpResponseBodySize,
            .httpResponseTrailerSectionSize, .httpResponseTrailerSize:
            "the application's developers, or the gateway's operator for its limits"
        case .httpResponseTransferCoding, .httpResponseContentCoding, .httpProtocolError, .httpUpgradeFailed:
            "the application's developers: its answer is not valid"
        case .proxyInternalResponse: "the gateway's operator"
        case .proxyInternalError: "the gateway's operator: its machine is short of something"
        }
    }
}
