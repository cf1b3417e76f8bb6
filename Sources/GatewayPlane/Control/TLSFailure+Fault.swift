internal import GatewayFaults
internal import GatewayReactor

extension Fault {
    /// The fault of an upstream whose TLS failed.
    init(_ failure: TLSFailure, phase: Phase) {
        let (detail, code) = Self.meaning(failure)
        self.init(detail, side: .upstream, phase: phase, code: code)
    }

    private static func meaning(_ failure: TLSFailure) -> (Detail, Int32) {
        switch failure {
        case .certificateExpired: (.certificateExpired, 0)
        case .certificateNotYetValid: (.certificateNotYetValid, 0)
        case .nameMismatch: (.certificateNameMismatch, 0)
        case .untrustedIssuer, .certificateRejected, .certificateMissing: (.certificateUntrusted, 0)
        case .selfSigned: (.certificateSelfSigned, 0)
        case .missingIntermediate: (.certificateChainIncomplete, 0)
        case .revoked: (.certificateRevoked, 0)
        case .alert(let number): (.tlsAlert, Int32(number))
        case .plainText: (.plainOnTLSPort, 0)
        case .nothingInCommon, .protocolViolation: (.tlsHandshakeFailed, 0)
        case .closedInHandshake, .truncated, .broken: (.tlsClosed, 0)
        }
    }
}
