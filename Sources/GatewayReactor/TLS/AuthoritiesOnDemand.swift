internal import CGatewaySystem
internal import COpenSSL

/// The system's authorities, read as chains ask for them.
///
/// OpenSSL reads the whole bundle first, 30 ms of a processor for the 140 certificates of today, of which a chain needs
/// one. Here the directory of links by hash is asked first, and the bundle is read once something is found in neither
/// the directory nor the chain: who is trusted stays the same. For programs that look at few sites, and not for
/// threads that must not wait for files.
@safe
enum AuthoritiesOnDemand {
    /// Where a store notes that it has read the bundle.
    private static let place: Int32 = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_X509_STORE, 0, nil, nil, nil, nil)

    static func install(in context: OwnedContext) -> Bool {
        // SAFETY: the context is held by its owner, and holds the store.
        guard unsafe SSL_CTX_set_default_verify_dir(context.pointer) == 1 else { return false }
        unsafe X509_STORE_set_get_issuer(SSL_CTX_get_cert_store(context.pointer), Self.find)
        return true
    }

    /// - Returns: 1 with the issuer, 0 where there is none, less than 0 for a failure.
    private static let find:
        @convention(c) (UnsafeMutablePointer<OpaquePointer?>?, OpaquePointer?, OpaquePointer?) -> Int32 = {
            issuer,
            check,
            certificate in
            // SAFETY: OpenSSL calls this while it verifies: all three live across the call.
            let known = unsafe X509_STORE_CTX_get1_issuer(issuer, check, certificate)
            guard known == 0, unsafe gg_tls_shows_issuer(check, certificate) == 0,
                let store = unsafe X509_STORE_CTX_get0_store(check), unsafe AuthoritiesOnDemand.readBundle(into: store)
            else { return known }
            return unsafe X509_STORE_CTX_get1_issuer(issuer, check, certificate)
        }

    /// Returns false when it was read before.
    @unsafe
    private static func readBundle(into store: OpaquePointer) -> Bool {
        let mark = unsafe UnsafeMutableRawPointer(store)
        guard unsafe X509_STORE_get_ex_data(store, Self.place) == nil else { return false }
        unsafe X509_STORE_set_ex_data(store, Self.place, mark)
        // SAFETY: both are C strings that OpenSSL or the environment keeps.
        let named = unsafe X509_get_default_cert_file_env().flatMap { unsafe getenv($0) }
        let file = unsafe named.map { unsafe UnsafePointer($0) } ?? X509_get_default_cert_file()
        _ = unsafe X509_STORE_load_file(store, file)
        // There may be none: then the directory is all there is.
        TLSErrorQueue.clear()
        return true
    }
}
