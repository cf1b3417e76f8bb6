internal import COpenSSL

/// Verifies a peer's certificate as OpenSSL does and keeps what it was when it is rejected: afterwards OpenSSL has
/// forgotten it, and the person who must repair it needs its names and dates.
@safe
enum PeerVerification {
    /// Where an `SSL` keeps its `TLSSession`.
    static let place: Int32 = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL, 0, nil, nil, nil, nil)

    /// - Safety: `context` is an `SSL_CTX` that lives across the call.
    @unsafe
    static func install(in context: OpaquePointer, mode: Int32) {
        unsafe SSL_CTX_set_verify(context, mode, nil)
        unsafe SSL_CTX_set_cert_verify_callback(context, Self.asked, nil)
    }

    private static let asked: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { check, _ in
        guard let check = unsafe check else { return 0 }
        let result = unsafe X509_verify_cert(check)
        guard result <= 0, let leaf = unsafe X509_STORE_CTX_get0_cert(check),
            let session = unsafe X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx()),
            let data = unsafe SSL_get_ex_data(OpaquePointer(session), PeerVerification.place)
        else { return result }
        // SAFETY: the session put itself there, and frees the `SSL` that asks before it goes.
        let owner = unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
        let isAlone = unsafe gg_tls_shown_count(check) <= 1
        let hasIssuerAddress = unsafe gg_tls_has_issuer_address(leaf) == 1
        unsafe owner.rejected(CertificateFacts(leaf), mayLackIntermediate: isAlone && hasIssuerAddress)
        return result
    }
}
