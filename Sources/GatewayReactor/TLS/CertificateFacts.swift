internal import CGatewaySystem
internal import COpenSSL

/// What a certificate says of itself, as text and numbers: for incidents, warnings and metrics.
public struct CertificateFacts: Sendable, Hashable {
    /// In the order of RFC 4514 with commas: `CN=shop.example,O=Shop`.
    public var subject: String
    public var issuer: String
    /// Seconds since 1970.
    public var notBefore: Int64
    public var notAfter: Int64
    /// DNS names and IP addresses of `subjectAltName`; at most `namesLimit`.
    public var names: [String]
    /// SHA-256 of the certificate in hexadecimal.
    public var fingerprint: String
    /// It demands that servers show an OCSP response (RFC 7633).
    public var mustStaple: Bool

    /// More than any certificate of the public web has.
    static let namesLimit = 1024
    private static let textLimit = 1024

    /// Written by hand, for those who judge certificates without having one.
    public init(subject: String, issuer: String = "", notAfter: Int64 = .max, mustStaple: Bool = false) {
        self.subject = subject
        self.issuer = issuer
        self.notBefore = 0
        self.notAfter = notAfter
        self.names = []
        self.fingerprint = ""
        self.mustStaple = mustStaple
    }

    /// - Safety: `certificate` is an `X509` that lives across the call.
    @unsafe
    init(_ certificate: OpaquePointer) {
        // SAFETY: all calls read the certificate, which the caller keeps; what they give is copied.
        self.subject = unsafe Self.text(of: X509_get_subject_name(certificate))
        self.issuer = unsafe Self.text(of: X509_get_issuer_name(certificate))
        self.notBefore = unsafe gg_tls_time(X509_get0_notBefore(certificate))
        self.notAfter = unsafe gg_tls_time(X509_get0_notAfter(certificate))
        self.names = unsafe Self.names(certificate)
        self.mustStaple = unsafe gg_tls_must_staple(certificate) == 1
        self.fingerprint = unsafe Self.fingerprint(certificate)
    }

    /// Until it expires, by this machine's clock; negative once it has.
    public var secondsLeft: Int64 { self.notAfter - self.now }

    /// Until it is valid, by this machine's clock; negative once it is.
    public var secondsToWait: Int64 { self.notBefore - self.now }

    /// This machine's clock.
    var now: Int64 { Int64(gg_realtime_ms() / 1000) }

    private static func text(of name: OpaquePointer?) -> String {
        guard let name = unsafe name, let memory = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(memory) }
        guard unsafe gg_tls_print_name(memory, name) >= 0 else { return "" }
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe gg_tls_memory(memory, &bytes)
        guard count > 0, let bytes = unsafe bytes else { return "" }
        // SAFETY: the memory BIO holds `count` bytes until it is freed.
        let text = unsafe UnsafeRawBufferPointer(start: bytes, count: min(count, Self.textLimit))
        return unsafe String(decoding: text, as: UTF8.self)
    }

    private static func names(_ certificate: OpaquePointer) -> [String] {
        guard let list = unsafe gg_tls_names(certificate) else { return [] }
        defer { unsafe gg_tls_free_names(list) }
        var names: [String] = []
        for index in 0..<min(unsafe gg_tls_name_count(list), Int32(Self.namesLimit)) {
            var type: Int32 = 0
            var count: Int32 = 0
            guard let bytes = unsafe gg_tls_name_at(list, index, &type, &count), count > 0 else { continue }
            // SAFETY: the name holds `count` bytes while the list lives.
            let raw = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(count)))
            if let name = type == GEN_DNS ? Self.host(raw) : Self.address(raw) { names.append(name) }
        }
        return names
    }

    /// nil for a name that no host has, such as one with a NUL in it.
    private static func host(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 255, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        let number = { (range: Range<Int>) in bytes[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: return SocketAddress(family: .v4, high: number(0..<4) << 32, low: 0, port: 0).hostText
        case 16: return SocketAddress(family: .v6, high: number(0..<8), low: number(8..<16), port: 0).hostText
        default: return nil
        }
    }

    private static func fingerprint(_ certificate: OpaquePointer) -> String {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        // SAFETY: the array has room for the largest digest there is.
        guard unsafe X509_digest(certificate, EVP_sha256(), &digest, &count) == 1 else { return "" }
        return digest.prefix(Int(count)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
