public import GatewayFaults

/// How a gRPC call ended, in gRPC's own numbers.
public enum GRPCStatus: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case deadlineExceeded = 4
    case permissionDenied = 7
    case resourceExhausted = 8
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14

    /// What a fault of the gateway's is for the client of a call.
    ///
    /// `unavailable` is what clients repeat: so it stands for what is between the two, and not for what makes no sense.
    public init(_ fault: Fault) {
        switch fault.kind {
        case .dnsTimeout, .dnsError, .destinationUnavailable, .destinationIPUnroutable, .connectionRefused,
            .connectionTerminated, .connectionTimeout, .connectionWriteTimeout, .connectionLimitReached,
            .tlsProtocolError, .tlsCertificateError, .tlsAlertReceived, .httpResponseIncomplete:
            self = .unavailable
        case .connectionReadTimeout, .httpResponseTimeout: self = .deadlineExceeded
        // As clients read 404, which is for a service that is not here.
        case .destinationNotFound, .httpUpgradeFailed: self = .unimplemented
        case .destinationIPProhibited: self = .permissionDenied
        case .httpRequestDenied: self = fault.detail == .denied ? .permissionDenied : .resourceExhausted
        case .httpRequestError: self = Self.ofRequest(fault.detail)
        case .httpResponseHeaderSectionSize, .httpResponseHeaderSize, .httpResponseBodySize,
            .httpResponseTrailerSectionSize, .httpResponseTrailerSize, .httpResponseTransferCoding,
            .httpResponseContentCoding, .httpProtocolError, .proxyConfigurationError, .proxyLoopDetected:
            self = .internal
        case .proxyInternalResponse, .proxyInternalError: self = fault.detail == .bug ? .internal : .unavailable
        }
    }

    private static func ofRequest(_ detail: Fault.Detail) -> GRPCStatus {
        switch detail.status {
        case 408: .cancelled
        case 413, 414, 431: .resourceExhausted
        case 501: .unimplemented
        // Default: every other mistake in a request.
        default: .internal
        }
    }

    /// The name in gRPC's list.
    public var name: StaticString {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        }
    }
}
