internal import COpenSSL

/// Who signed an OCSP response: the same question for a response that a gateway fetched and one that a server shows.
@safe
enum StapleSignature {
    /// Whether the issuer signed, or one with a certificate of the issuer's for this (RFC 6960 §4.2.2.2).
    ///
    /// The issuer alone is trusted, not what it may be issued by.
    @unsafe
    static func isValid(_ basic: OpaquePointer, by issuer: OpaquePointer) -> Bool {
        // SAFETY: the caller holds both; store and list are freed here.
        guard let store = unsafe X509_STORE_new() else { return false }
        defer { unsafe X509_STORE_free(store) }
        guard unsafe X509_STORE_add_cert(store, issuer) == 1,
            unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN)) == 1,
            let signers = unsafe gg_tls_list(issuer)
        else { return false }
        defer { unsafe gg_tls_free_list(signers) }
        return unsafe OCSP_basic_verify(basic, signers, store, 0) == 1
    }
}
