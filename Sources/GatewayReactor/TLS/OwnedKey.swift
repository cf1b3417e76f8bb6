internal import COpenSSL

/// A private key while it is being checked.
@safe
final class OwnedKey {
    // SAFETY: freed by deinit unless released; from there on only read.
    private(set) var pointer: OpaquePointer
    private var isOwned = true

    init(file: String) throws(TLSFileProblem) {
        let bytes = try SmallFile.read(file)
        guard let memory = unsafe PEMBytes.open(bytes) else { throw TLSFileProblem(file, PEMOutline(bytes).withoutKey) }
        defer { unsafe BIO_free(memory) }
        let key = unsafe gg_tls_read_key(memory)
        TLSErrorQueue.clear()
        guard let key = unsafe key else { throw TLSFileProblem(file, PEMOutline(bytes).withoutKey) }
        unsafe self.pointer = key
    }

    /// - Safety: the caller frees it.
    @unsafe
    func release() -> OpaquePointer {
        self.isOwned = false
        return unsafe self.pointer
    }

    deinit { if self.isOwned { unsafe EVP_PKEY_free(self.pointer) } }
}
