internal import GatewayFaults
internal import GatewayReactor

/// Where what a visit met becomes a fault.
extension Fault {
    /// The fault of a `socket` or `connect` of this machine towards a site.
    static func visiting(errno: Int32) -> Fault {
        let detail: Detail =
            switch errno {
            case Errno.connectionRefused: .connectRefused
            case Errno.hostUnreachable, Errno.permissionDenied, Errno.notPermitted: .hostUnreachable
            case Errno.networkUnreachable, Errno.addressNotAvailable, Errno.invalid: .networkUnreachable
            case Errno.timedOut: .connectTimeout
            case Errno.processFilesExhausted, Errno.systemFilesExhausted: .descriptorsExhausted
            case Errno.outOfMemory, Errno.noBuffers: .memoryExhausted
            default: .connectOther
            }
        let side: Side = detail.kind == .proxyInternalError ? .gateway : .upstream
        return Fault(detail, side: side, phase: .connect, code: errno)
    }

    /// The fault of a handshake that failed.
    static func handshaking(_ failure: TLSFailure) -> Fault {
        let (detail, code): (Detail, Int32) =
            switch failure {
            case .certificateExpired: (.certificateExpired, 0)
            case .certificateNotYetValid: (.certificateNotYetValid, 0)
            case .nameMismatch: (.certificateNameMismatch, 0)
            case .untrustedIssuer: (.certificateUntrusted, 0)
            case .selfSigned: (.certificateSelfSigned, 0)
            case .missingIntermediate: (.certificateChainIncomplete, 0)
            case .revoked: (.certificateRevoked, 0)
            case .certificateRejected: (.certificateUntrusted, 0)
            case .certificateMissing, .nothingInCommon, .protocolViolation: (.tlsHandshakeFailed, 0)
            case .alert(let number): (.tlsAlert, Int32(number))
            case .plainText: (.plainOnTLSPort, 0)
            case .closedInHandshake, .truncated: (.tlsClosed, 0)
            case .broken(let errno): (.tlsClosed, errno)
            }
        return Fault(detail, side: .upstream, phase: .handshake, code: code)
    }
}

extension TLSFailure {
    /// The certificate was seen and refused: without verifying, the visit can go on.
    var isAboutCertificate: Bool {
        switch self {
        case .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer, .selfSigned,
            .missingIntermediate, .revoked, .certificateRejected:
            true
        case .certificateMissing, .nothingInCommon, .protocolViolation, .alert, .plainText, .closedInHandshake,
            .truncated, .broken:
            false
        }
    }
}
