internal import COpenSSL

/// Notes that a server asked for a client's certificate: a server that refuses one who has none may say so too late to
/// be heard.
@safe
enum CertificateRequest {
    static func install(in context: OwnedContext) {
        // SAFETY: the context is held by its owner; the callback reaches only what the session put into its `SSL`.
        unsafe SSL_CTX_set_cert_cb(context.pointer, Self.asked, nil)
    }

    private static let asked: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { session, _ in
        guard let session = unsafe session, let data = unsafe SSL_get_ex_data(session, PeerVerification.place) else {
            return 1
        }
        // SAFETY: the session put itself there, and frees the `SSL` that asks before it goes.
        unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue().wasAskedForCertificate()
        return 1
    }
}
