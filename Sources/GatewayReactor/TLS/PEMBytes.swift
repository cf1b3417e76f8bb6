internal import COpenSSL

/// Bytes of a file as OpenSSL reads them.
@safe
enum PEMBytes {
    /// A copy, so that nothing depends on how long the array lives; nil for no bytes.
    static func open(_ bytes: [UInt8]) -> OpaquePointer? {
        guard !bytes.isEmpty, let memory = unsafe BIO_new(BIO_s_mem()) else { return nil }
        // SAFETY: BIO_write copies the bytes of the array.
        let written = unsafe bytes.withUnsafeBufferPointer {
            unsafe BIO_write(memory, $0.baseAddress, Int32($0.count))
        }
        guard Int(written) == bytes.count else {
            unsafe BIO_free(memory)
            return nil
        }
        return unsafe memory
    }
}
