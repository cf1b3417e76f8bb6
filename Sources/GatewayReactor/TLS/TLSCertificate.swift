internal import COpenSSL

/// A certificate with its chain and its private key, read and found to belong together.
///
/// Immutable; contexts and sessions of any thread share it by OpenSSL's own counts of references.
@safe
public final class TLSCertificate: Sendable {
    public let facts: CertificateFacts
    /// `EC`, `RSA`, …: a server may have one of each for the same names.
    public let keyType: String
    let staple: [UInt8]?
    /// Whether a file has its OCSP response.
    public var hasStaple: Bool { self.staple != nil }
    // SAFETY: made by init, freed once by deinit, never changed in between.
    nonisolated(unsafe) let leaf: OpaquePointer
    nonisolated(unsafe) let key: OpaquePointer
    nonisolated(unsafe) let issuers: [OpaquePointer]

    var issuerCount: Int { unsafe self.issuers.count }

    static let chainLimit = 16

    public init(_ files: TLSCertificateFiles) throws(TLSFileProblem) {
        let chain = try OwnedChain(file: files.certificate)
        let key = try OwnedKey(file: files.key)
        // SAFETY: both are held by their owners.
        let own = unsafe chain.certificates.firstIndex { unsafe X509_check_private_key($0, key.pointer) == 1 }
        TLSErrorQueue.clear()
        guard let own else { throw TLSFileProblem(files.key, .keyMismatch) }
        guard own == 0 else { throw TLSFileProblem(files.certificate, .keyOfLater(own + 1)) }
        self.staple = try files.staple.map { file throws(TLSFileProblem) in try Self.staple(file) }
        unsafe self.facts = CertificateFacts(chain.certificates[0])
        self.keyType = unsafe String(cString: EVP_PKEY_get0_type_name(key.pointer))
        let all = unsafe chain.release()
        unsafe self.leaf = all[0]
        unsafe self.issuers = Array(all.dropFirst())
        unsafe self.key = key.release()
    }

    deinit {
        unsafe X509_free(self.leaf)
        unsafe EVP_PKEY_free(self.key)
        unsafe self.issuers.forEach { unsafe X509_free($0) }
    }

    private static func staple(_ file: String) throws(TLSFileProblem) -> [UInt8] {
        let bytes = try SmallFile.read(file)
        // SAFETY: d2i reads within the array and its count; the response is freed at once.
        let isResponse = unsafe bytes.withUnsafeBufferPointer { raw in
            var at = raw.baseAddress
            let response = unsafe d2i_OCSP_RESPONSE(nil, &at, raw.count)
            unsafe OCSP_RESPONSE_free(response)
            return unsafe response != nil
        }
        TLSErrorQueue.clear()
        guard isResponse else { throw TLSFileProblem(file, .noStaple) }
        return bytes
    }
}
