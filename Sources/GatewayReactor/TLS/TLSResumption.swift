internal import COpenSSL

/// What a later connection to the same server may take up, so that it needs no full handshake.
///
/// Immutable and counted by OpenSSL; whoever keeps it must use it for the same server and the same trust only, because
/// what is taken up is not verified again.
@safe
public final class TLSResumption: @unchecked Sendable {
    // SAFETY: a reference of its own, dropped once by deinit; OpenSSL counts references under a lock.
    let pointer: OpaquePointer

    /// nil where the peer gave nothing that can be taken up, which with TLS 1.3 comes behind the handshake.
    init?(_ session: TLSSession) {
        guard session.isEstablished, let pointer = unsafe SSL_get1_session(session.pointer) else { return nil }
        guard unsafe SSL_SESSION_is_resumable(pointer) == 1 else {
            unsafe SSL_SESSION_free(pointer)
            return nil
        }
        unsafe self.pointer = pointer
    }

    deinit { unsafe SSL_SESSION_free(self.pointer) }
}
