internal import COpenSSL

/// What the OCSP response says that a server showed in its handshake (RFC 6066 §8).
///
/// Read and judged here, never fetched. Not responsible for what a browser makes of it.
public enum PeerStaple: String, Sendable, Hashable, Codable {
    /// The server showed none.
    case none
    case good
    case revoked
    /// Its issuer does not know the certificate.
    case unknown
    /// Its time is over or has not come.
    case outOfDate = "out_of_date"
    /// It tells of another certificate.
    case otherCertificate = "other_certificate"
    /// Not signed by the certificate's issuer, or one that it commissioned.
    case unverified
    case malformed

    private static let clockSlack = 300

    /// - Safety: `session` is an `SSL` that lives across the call, and its handshake is over.
    @unsafe
    static func shown(by session: OpaquePointer) -> PeerStaple {
        defer { TLSErrorQueue.clear() }
        var bytes: UnsafePointer<UInt8>?
        let count = unsafe gg_tls_peer_staple(session, &bytes)
        guard count > 0, unsafe bytes != nil else { return .none }
        // SAFETY: the session holds `count` bytes; d2i reads within them.
        guard let response = unsafe d2i_OCSP_RESPONSE(nil, &bytes, count) else { return .malformed }
        defer { unsafe OCSP_RESPONSE_free(response) }
        guard unsafe OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL,
            let basic = unsafe OCSP_response_get1_basic(response)
        else { return .malformed }
        defer { unsafe OCSP_BASICRESP_free(basic) }
        return unsafe Self.judge(basic, session)
    }

    @unsafe
    private static func judge(_ basic: OpaquePointer, _ session: OpaquePointer) -> PeerStaple {
        guard let leaf = unsafe SSL_get0_peer_certificate(session) else { return .malformed }
        guard let single = unsafe Self.single(basic, of: leaf) else { return .otherCertificate }
        var reason: Int32 = 0
        var this: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var next: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        // SAFETY: what it gives belongs to the response, which the caller holds.
        let status = unsafe OCSP_single_get0_status(single, &reason, nil, &this, &next)
        if let issuer = unsafe gg_tls_chain_at(session, 1) {
            guard unsafe StapleSignature.isValid(basic, by: issuer) else { return .unverified }
        }
        guard unsafe OCSP_check_validity(this, next, Self.clockSlack, -1) == 1 else { return .outOfDate }
        switch status {
        case V_OCSP_CERTSTATUS_GOOD: return .good
        case V_OCSP_CERTSTATUS_REVOKED: return .revoked
        default: return .unknown
        }
    }

    /// By its serial number: the issuer's signature is looked at besides.
    @unsafe
    private static func single(_ basic: OpaquePointer, of leaf: OpaquePointer) -> OpaquePointer? {
        let serial = unsafe X509_get0_serialNumber(leaf)
        for index in 0..<min(16, unsafe OCSP_resp_count(basic)) {
            guard let single = unsafe OCSP_resp_get0(basic, index) else { continue }
            var theirs: UnsafeMutablePointer<ASN1_INTEGER>?
            // SAFETY: the identity is read, and stays the response's.
            _ = unsafe OCSP_id_get0_info(nil, nil, nil, &theirs, OCSP_SINGLERESP_get0_id(single))
            if unsafe ASN1_INTEGER_cmp(theirs, serial) == 0 { return unsafe single }
        }
        return nil
    }
}
