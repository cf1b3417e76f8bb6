internal import COpenSSL

/// How a server verifies its clients.
@safe
enum ClientVerification {
    static func install(
        _ wanted: TLSServerSettings.ClientCertificates,
        in context: OwnedContext
    ) throws(TLSFileProblem) {
        let (file, mode) =
            switch wanted {
            case .off: ("", SSL_VERIFY_NONE)
            case .optional(let file): (file, SSL_VERIFY_PEER)
            case .required(let file): (file, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT)
            }
        // Tickets of a listener that verifies must not be good for one that verifies differently.
        let identity = Array("goodgate \(mode) \(file)".utf8.suffix(Int(SSL_MAX_SID_CTX_LENGTH)))
        // SAFETY: OpenSSL copies the bytes.
        unsafe SSL_CTX_set_session_id_context(context.pointer, identity, UInt32(identity.count))
        guard mode != SSL_VERIFY_NONE else { return }
        try Authorities.load(file, in: context)
        TLSErrorQueue.clear()
        guard unsafe gg_tls_load_client_authorities(context.pointer, file) == 1 else {
            TLSErrorQueue.clear()
            throw TLSFileProblem(file, .noCertificate)
        }
        unsafe PeerVerification.install(in: context.pointer, mode: mode)
    }
}
