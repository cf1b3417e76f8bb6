internal import COpenSSL

/// How a client verifies its server.
@safe
enum ServerVerification {
    static func install(_ settings: TLSClientSettings, in context: OwnedContext) throws(TLSFileProblem) {
        // SAFETY: the context is held by its owner.
        switch settings.trust {
        case .anybody: return unsafe SSL_CTX_set_verify(context.pointer, SSL_VERIFY_NONE, nil)
        case .authorities(let file): try Authorities.load(file, in: context)
        case .systemOnDemand:
            guard AuthoritiesOnDemand.install(in: context) else {
                throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason))
            }
        case .system:
            guard unsafe SSL_CTX_set_default_verify_paths(context.pointer) == 1 else {
                throw TLSFileProblem("", .refused(TLSErrorQueue.take().reason))
            }
        }
        unsafe PeerVerification.install(in: context.pointer, mode: SSL_VERIFY_PEER)
    }
}
