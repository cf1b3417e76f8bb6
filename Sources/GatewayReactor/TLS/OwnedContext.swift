internal import COpenSSL

/// A context while it is being made.
///
/// Ciphers and groups are Mozilla's "intermediate" (guideline 5.7): TLS 1.2 with ECDHE and AEAD only, AES with 128 bits
/// first in both versions. The order is the server's, but a client that names ChaCha20 first gets it: it is one without
/// AES in hardware.
@safe
final class OwnedContext {
    // SAFETY: freed by deinit unless released.
    let pointer: OpaquePointer
    private var isOwned = true

    private static let ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
    // OpenSSL's own order has AES-256 with SHA-384 first, which processors help less with: a handshake hashes a lot.
    private static let suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    private static let groups = "X25519:P-256"
    // What an upstream may have that is no browser.
    private static let clientGroups = "X25519:P-256:P-384"

    init(server: Bool, versions minimum: TLSVersion, _ maximum: TLSVersion) throws(TLSFileProblem) {
        guard let context = unsafe SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()) else {
            throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason))
        }
        unsafe self.pointer = context
        unsafe gg_tls_defaults(context)
        guard unsafe gg_tls_set_versions(context, minimum.number, maximum.number) == 1,
            unsafe SSL_CTX_set_cipher_list(context, Self.ciphers) == 1,
            unsafe SSL_CTX_set_ciphersuites(context, Self.suites) == 1,
            unsafe gg_tls_set_groups(context, server ? Self.groups : Self.clientGroups) == 1
        else { throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason)) }
    }

    /// Shows `certificate` to the peer, beside those of other kinds of key.
    func use(_ certificate: TLSCertificate, _ files: TLSCertificateFiles) throws(TLSFileProblem) {
        TLSErrorQueue.clear()
        // SAFETY: OpenSSL takes references of its own.
        guard unsafe SSL_CTX_use_certificate(self.pointer, certificate.leaf) == 1 else {
            throw TLSFileProblem(files.certificate, Self.reason())
        }
        guard unsafe SSL_CTX_use_PrivateKey(self.pointer, certificate.key) == 1 else {
            throw TLSFileProblem(files.key, Self.reason())
        }
        for index in 0..<certificate.issuerCount {
            guard unsafe gg_tls_add_chain(self.pointer, certificate.issuers[index]) == 1 else {
                throw TLSFileProblem(files.certificate, Self.reason())
            }
        }
    }

    private static func reason() -> TLSFileProblem.Reason {
        let (_, reason) = TLSErrorQueue.take()
        switch reason {
        case SSL_R_EE_KEY_TOO_SMALL, SSL_R_CA_KEY_TOO_SMALL, SSL_R_CA_MD_TOO_WEAK: return .tooWeak
        default: return .refused(reason)
        }
    }

    /// Names for ALPN, as a client says them.
    func offer(_ protocols: [String]) throws(TLSFileProblem) {
        let list = ProtocolList.bytes(protocols)
        guard !list.isEmpty else { return }
        // SAFETY: OpenSSL copies the list. 0 is success here.
        let result = unsafe SSL_CTX_set_alpn_protos(self.pointer, list, UInt32(list.count))
        guard result == 0 else { throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason)) }
    }

    /// A context that cannot ask shows servers without staples, as one that does not.
    func askForStaple() { _ = unsafe gg_tls_ask_staple(self.pointer) }

    func accept(signatures: String) throws(TLSFileProblem) {
        TLSErrorQueue.clear()
        guard unsafe gg_tls_set_signatures(self.pointer, signatures) == 1 else {
            throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason))
        }
    }

    /// - Safety: the caller frees it.
    @unsafe
    func release() -> OpaquePointer {
        self.isOwned = false
        return unsafe self.pointer
    }

    deinit { if self.isOwned { unsafe SSL_CTX_free(self.pointer) } }
}
