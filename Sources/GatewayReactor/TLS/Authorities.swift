internal import COpenSSL

/// Certificates that others are verified by.
@safe
enum Authorities {
    static func load(_ file: String, in context: OwnedContext) throws(TLSFileProblem) {
        // Read first for a plain word on what is wrong, and so that nothing endless gets to OpenSSL.
        _ = try OwnedChain(file: file, limit: .max)
        TLSErrorQueue.clear()
        // SAFETY: the context is held by its owner, the C string lives across the call.
        guard unsafe SSL_CTX_load_verify_file(context.pointer, file) == 1 else {
            TLSErrorQueue.clear()
            throw TLSFileProblem(file, .noCertificate)
        }
    }
}
