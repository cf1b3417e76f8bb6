internal import COpenSSL

/// A certificate and its key, made here: for peers that a test or the lab plays, never for real ones.
@safe
public final class MadeCertificate {
    // SAFETY: both made by init and freed once by deinit.
    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// - Parameters:
    ///   - template: what it says
    ///   - issuer: who signs it; nil for itself
    /// - Returns: nil when OpenSSL refuses, as it does for a name that is none.
    public init?(_ template: CertificateTemplate, by issuer: MadeCertificate? = nil) {
        TLSErrorQueue.clear()
        guard let key = unsafe gg_tls_new_key() else { return nil }
        guard let certificate = unsafe X509_new() else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        unsafe self.key = key
        unsafe self.certificate = certificate
        guard self.write(template, by: issuer) else {
            TLSErrorQueue.clear()
            return nil
        }
    }

    deinit {
        unsafe X509_free(self.certificate)
        unsafe EVP_PKEY_free(self.key)
    }

    private func write(_ template: CertificateTemplate, by issuer: MadeCertificate?) -> Bool {
        let signer = issuer ?? self
        let subject = unsafe X509_get_subject_name(self.certificate)
        // SAFETY: the certificate, its parts and the C strings live across the calls.
        guard unsafe X509_set_version(self.certificate, 2) == 1,
            unsafe ASN1_INTEGER_set(X509_get_serialNumber(self.certificate), Int.random(in: 1...Int.max)) == 1,
            unsafe gg_tls_set_times(self.certificate, template.notBefore, template.notAfter) == 1,
            unsafe X509_set_pubkey(self.certificate, self.key) == 1,
            unsafe X509_NAME_add_entry_by_NID(subject, NID_commonName, 0x1000 | 1, template.commonName, -1, -1, 0) == 1,
            unsafe X509_set_issuer_name(self.certificate, X509_get_subject_name(signer.certificate)) == 1
        else { return false }
        for (kind, value) in Self.extensions(template) {
            guard unsafe gg_tls_add_extension(self.certificate, signer.certificate, kind, value) == 1 else {
                return false
            }
        }
        return unsafe X509_sign(self.certificate, signer.key, EVP_sha256()) > 0
    }

    private static func extensions(_ template: CertificateTemplate) -> [(Int32, String)] {
        var extensions = [(NID_basic_constraints, template.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE")]
        if template.isAuthority { extensions.append((NID_key_usage, "critical,keyCertSign,cRLSign")) }
        extensions.append((NID_subject_key_identifier, "hash"))
        if !template.names.isEmpty { extensions.append((NID_subject_alt_name, template.names.joined(separator: ","))) }
        if let address = template.issuerAddress { extensions.append((NID_info_access, "caIssuers;URI:\(address)")) }
        return extensions
    }

    /// PEM text.
    public var certificateText: String {
        Self.text { memory in unsafe PEM_write_bio_X509(memory, self.certificate) }
    }

    /// PEM text without a pass phrase.
    public var keyText: String {
        Self.text { memory in unsafe PEM_write_bio_PrivateKey(memory, self.key, nil, nil, 0, nil, nil) }
    }

    private static func text(_ write: (OpaquePointer) -> Int32) -> String {
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(memory) }
        var bytes: UnsafeMutablePointer<CChar>?
        guard unsafe write(memory) == 1 else { return "" }
        let count = unsafe gg_tls_memory(memory, &bytes)
        guard count > 0, let bytes = unsafe bytes else { return "" }
        // SAFETY: the memory BIO holds `count` bytes until it is freed.
        return unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
