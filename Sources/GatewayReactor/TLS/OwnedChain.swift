internal import COpenSSL

/// The certificates of a PEM file while they are being checked.
@safe
final class OwnedChain {
    // SAFETY: freed by deinit unless released.
    private(set) var certificates: [OpaquePointer] = unsafe []

    /// - Parameter limit: how many there may be.
    init(file: String, limit: Int = TLSCertificate.chainLimit) throws(TLSFileProblem) {
        let bytes = try SmallFile.read(file)
        guard let memory = unsafe PEMBytes.open(bytes) else {
            throw TLSFileProblem(file, PEMOutline(bytes).withoutCertificate)
        }
        defer { unsafe BIO_free(memory) }
        TLSErrorQueue.clear()
        while let certificate = unsafe gg_tls_read_certificate(memory) {
            unsafe self.certificates.append(certificate)
            guard unsafe self.certificates.count <= limit else {
                throw TLSFileProblem(file, .tooManyCertificates)
            }
        }
        let (library, reason) = TLSErrorQueue.take()
        let isEnd = library == ERR_LIB_PEM && reason == PEM_R_NO_START_LINE
        guard isEnd else {
            throw TLSFileProblem(file, PEMOutline(bytes).brokenCertificate(after: unsafe self.certificates.count))
        }
        guard unsafe !self.certificates.isEmpty else {
            throw TLSFileProblem(file, PEMOutline(bytes).withoutCertificate)
        }
    }

    /// - Safety: the caller frees them.
    @unsafe
    func release() -> [OpaquePointer] {
        defer { unsafe self.certificates = [] }
        return unsafe self.certificates
    }

    deinit { unsafe self.certificates.forEach { unsafe X509_free($0) } }
}
