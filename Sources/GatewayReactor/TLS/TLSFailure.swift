/// Why a TLS connection could not begin or go on, from the evidence that OpenSSL gives.
///
/// Made in `TLSSession` only. Not responsible for what it means to an exchange.
public enum TLSFailure: Error, Sendable, BitwiseCopyable, Hashable {
    // MARK: The peer's certificate
    case certificateExpired
    case certificateNotYetValid
    case nameMismatch
    /// The chain ends with an issuer that is not trusted here.
    case untrustedIssuer
    case selfSigned
    /// The peer sent its own certificate only, which says where to find the issuer that is missing.
    case missingIntermediate
    case revoked
    /// Rejected for another reason: an `X509_V_ERR_…` number.
    case certificateRejected(Int32)
    /// None was sent although one is required.
    case certificateMissing

    // MARK: The handshake
    /// The peer's alert (RFC 8446 §6): its number.
    case alert(UInt8)
    /// The peer does not speak TLS: an HTTP request, or other plain text.
    case plainText
    /// No version, cipher, group or signature in common.
    case nothingInCommon
    case closedInHandshake

    // MARK: Later
    /// FIN without close_notify: what came may not be all (RFC 8446 §6.1).
    case truncated
    /// The connection is broken; the errno says how.
    case broken(Int32)
    /// The peer broke the protocol: OpenSSL's reason.
    case protocolViolation(Int32)
}
