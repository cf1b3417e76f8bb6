internal import GatewayReactor

/// How a TLS handshake with a client or an upstream ended, for the counts.
public enum HandshakeEnding: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case full
    /// With a ticket of an earlier one.
    case resumed
    /// Not in time.
    case timeout
    /// HTTP, or other bytes, without TLS.
    case plainText
    /// No version, cipher or group in common.
    case nothingInCommon
    /// The peer sent an alert: usually it rejects the certificate.
    case alert
    /// The peer closed or reset the connection.
    case closed
    /// The peer has no certificate, or one that is not accepted.
    case certificate
    /// Bytes that are no TLS, or broken ones.
    case other

    init(_ failure: TLSFailure) {
        switch failure {
        case .plainText: self = .plainText
        case .nothingInCommon: self = .nothingInCommon
        case .alert: self = .alert
        case .closedInHandshake, .broken, .truncated: self = .closed
        case .certificateExpired, .certificateNotYetValid, .nameMismatch, .untrustedIssuer, .selfSigned,
            .missingIntermediate, .revoked, .certificateRejected, .certificateMissing:
            self = .certificate
        case .protocolViolation: self = .other
        }
    }

    /// For a label of a metric.
    public var token: String {
        switch self {
        case .full: "full"
        case .resumed: "resumed"
        case .timeout: "timeout"
        case .plainText: "plain_text"
        case .nothingInCommon: "nothing_in_common"
        case .alert: "alert"
        case .closed: "closed"
        case .certificate: "certificate"
        case .other: "other"
        }
    }
}
