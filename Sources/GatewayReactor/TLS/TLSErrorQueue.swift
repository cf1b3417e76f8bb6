internal import COpenSSL

/// OpenSSL's errors of this thread: emptied before each call, read after it.
enum TLSErrorQueue {
    static func clear() { ERR_clear_error() }

    /// Library and reason of the latest error; empties the queue.
    static func take() -> (library: Int32, reason: Int32) {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        return (ERR_GET_LIB(code), ERR_GET_REASON(code))
    }

    /// The errno of the first error that came from the system; empties the queue.
    static func takeErrno() -> Int32? {
        let code = ERR_peek_error()
        ERR_clear_error()
        return ERR_GET_LIB(code) == ERR_LIB_SYS ? ERR_GET_REASON(code) : nil
    }

    // Alerts of the peer are reasons from here on.
    private static let alerts: Int32 = 1000

    /// What an error of a handshake or a connection means; certificate verification is asked of the session instead.
    static func failure(reason: Int32) -> TLSFailure {
        if (Self.alerts...Self.alerts + 255).contains(reason) { return .alert(UInt8(reason - Self.alerts)) }
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER, SSL_R_UNKNOWN_PROTOCOL:
            return .plainText
        case SSL_R_NO_SHARED_CIPHER, SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE,
            SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SUITABLE_KEY_SHARE, SSL_R_WRONG_SSL_VERSION,
            SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS, SSL_R_NO_CIPHERS_AVAILABLE, SSL_R_UNSUPPORTED_SSL_VERSION:
            return .nothingInCommon
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return .certificateMissing
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return .truncated
        default: return .protocolViolation(reason)
        }
    }

    /// What a verification result of the peer's certificate means.
    static func failure(verification: Int32, mayLackIntermediate: Bool) -> TLSFailure {
        switch verification {
        case X509_V_ERR_CERT_HAS_EXPIRED: .certificateExpired
        case X509_V_ERR_CERT_NOT_YET_VALID: .certificateNotYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .nameMismatch
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: .selfSigned
        case X509_V_ERR_CERT_REVOKED: .revoked
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            mayLackIntermediate ? .missingIntermediate : .untrustedIssuer
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_UNTRUSTED: .untrustedIssuer
        default: .certificateRejected(verification)
        }
    }
}
