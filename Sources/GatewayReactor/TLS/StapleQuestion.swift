internal import COpenSSL

/// One certificate's question to its OCSP responder, and the judge of the answer (RFC 6960).
///
/// Without a nonce, so that a responder can answer from its cache; the times of the response bound its age. Not
/// responsible for how question and answer travel.
@safe
public struct StapleQuestion: Sendable {
    private let certificate: TLSCertificate
    /// Addresses of responders, as the certificate names them (`authorityInfoAccess`, RFC 5280 §4.2.2.1).
    public let responders: [String]
    /// What is sent, in DER form.
    public let request: [UInt8]

    public var facts: CertificateFacts { self.certificate.facts }

    /// More than any certificate has.
    private static let respondersLimit = 4
    /// Clocks of responders may differ from ours by so many seconds.
    private static let clockSlack = 300
    /// How long a response without a `nextUpdate` is shown.
    private static let unlimited: Int64 = 3600

    public init(_ certificate: TLSCertificate) throws(StapleProblem) {
        guard certificate.issuerCount > 0 else { throw .noIssuer }
        let responders = Self.responders(certificate)
        guard !responders.isEmpty else { throw .noResponder }
        guard let request = Self.request(certificate) else { throw .malformed }
        self.certificate = certificate
        self.responders = responders
        self.request = request
    }

    private static func responders(_ certificate: TLSCertificate) -> [String] {
        // SAFETY: the certificate is held; the list is freed here, and its texts are copied before.
        guard let list = unsafe gg_tls_responders(certificate.leaf) else { return [] }
        defer { unsafe gg_tls_free_responders(list) }
        let count = min(unsafe gg_tls_responder_count(list), Int32(Self.respondersLimit))
        return (0..<count).compactMap { index in
            guard let text = unsafe gg_tls_responder_at(list, index) else { return nil }
            return unsafe String(cString: text)
        }
    }

    /// - Safety: the caller frees it.
    @unsafe
    private static func identity(_ certificate: TLSCertificate) -> OpaquePointer? {
        // SHA-1 names the certificate and protects nothing: it is what responders have answers prepared for (RFC 5019).
        unsafe OCSP_cert_to_id(EVP_sha1(), certificate.leaf, certificate.issuers[0])
    }

    private static func request(_ certificate: TLSCertificate) -> [UInt8]? {
        guard let request = unsafe OCSP_REQUEST_new() else { return nil }
        defer { unsafe OCSP_REQUEST_free(request) }
        guard let identity = unsafe Self.identity(certificate) else { return nil }
        // SAFETY: the request owns `identity` once it has taken it.
        guard unsafe OCSP_request_add0_id(request, identity) != nil else {
            unsafe OCSP_CERTID_free(identity)
            return nil
        }
        var encoded: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_OCSP_REQUEST(request, &encoded)
        guard count > 0, let encoded = unsafe encoded else { return nil }
        defer { unsafe gg_tls_free(encoded) }
        // SAFETY: i2d gives `count` bytes.
        return unsafe [UInt8](UnsafeBufferPointer(start: encoded, count: Int(count)))
    }

    // MARK: - The answer

    /// What may be shown: an answer that the issuer vouches for, and that says that the certificate is good.
    public func read(_ bytes: [UInt8]) throws(StapleProblem) -> Staple {
        defer { TLSErrorQueue.clear() }
        // SAFETY: d2i reads within the array and its count.
        let response = unsafe bytes.withUnsafeBufferPointer { raw in
            var at = raw.baseAddress
            return unsafe d2i_OCSP_RESPONSE(nil, &at, raw.count)
        }
        guard let response = unsafe response else { throw .malformed }
        defer { unsafe OCSP_RESPONSE_free(response) }
        let status = unsafe OCSP_response_status(response)
        guard status == OCSP_RESPONSE_STATUS_SUCCESSFUL else { throw .refused(status) }
        guard let basic = unsafe OCSP_response_get1_basic(response) else { throw .malformed }
        defer { unsafe OCSP_BASICRESP_free(basic) }
        guard unsafe StapleSignature.isValid(basic, by: self.certificate.issuers[0]) else { throw .unverified }
        let (this, next) = try unsafe self.times(basic)
        return Staple(bytes: bytes, thisUpdate: this, nextUpdate: next)
    }

    @unsafe
    private func times(_ basic: OpaquePointer) throws(StapleProblem) -> (this: Int64, next: Int64) {
        guard let identity = unsafe Self.identity(self.certificate) else { throw .malformed }
        defer { unsafe OCSP_CERTID_free(identity) }
        var status: Int32 = 0
        var reason: Int32 = 0
        var this: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var next: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        // SAFETY: the times belong to the response, which the caller holds.
        guard unsafe OCSP_resp_find_status(basic, identity, &status, &reason, nil, &this, &next) == 1 else {
            throw .otherCertificate
        }
        switch status {
        case V_OCSP_CERTSTATUS_GOOD: break
        case V_OCSP_CERTSTATUS_REVOKED: throw .revoked
        default: throw .unknown
        }
        guard unsafe OCSP_check_validity(this, next, Self.clockSlack, -1) == 1, let this = unsafe this else {
            throw .outOfDate
        }
        let begin = unsafe gg_tls_time(this)
        return (begin, unsafe next.map { unsafe gg_tls_time($0) } ?? self.facts.now + Self.unlimited)
    }
}
