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
        let identity = Self.identity(mode, mode == SSL_VERIFY_NONE ? [] : try SmallFile.read(file))
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

    /// What makes a session of one listener good for another: tickets of all are made with the same keys.
    ///
    /// A listener that verifies takes none from one that verifies differently, and none from before its authorities
    /// changed. Not the name of the file, which says nothing of what is in it.
    private static func identity(_ mode: Int32, _ authorities: [UInt8]) -> [UInt8] {
        let bytes = Array("goodgate \(mode) ".utf8) + authorities
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        // SAFETY: SHA256 reads the bytes that it is told of and writes 32, for which there is room.
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        return digest
    }
}
