internal import COpenSSL

/// What OpenSSL asks a server in the middle of a handshake: which certificate, which protocol, which ticket key,
/// which staple.
///
/// Reached by the C callbacks through the pointers they are given; immutable, so any thread may ask.
@safe
final class ServerCallbacks: Sendable {
    let certificates: [TLSCertificate]
    let choice: CertificateChoice
    let tickets: TicketKeys?
    let staples: StapleStore?
    /// In the form of RFC 7301 §3.1.
    let protocols: [UInt8]

    init(_ certificates: [TLSCertificate], _ settings: TLSServerSettings) {
        self.certificates = certificates
        self.choice = CertificateChoice(certificates.map { ($0.facts.names, $0.keyType) })
        self.tickets = settings.tickets
        self.staples = settings.staples
        self.protocols = ProtocolList.bytes(settings.protocols)
    }

    func install(in context: OwnedContext, files: [TLSCertificateFiles]) throws(TLSFileProblem) {
        for index in self.choice.certificates(for: nil) { try context.use(self.certificates[index], files[index]) }
        // SAFETY: the `TLSContext` holds this object for as long as the context lives.
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        if !self.choice.isTrivial { unsafe SSL_CTX_set_cert_cb(context.pointer, Self.certificateAsked, me) }
        unsafe SSL_CTX_set_alpn_select_cb(context.pointer, Self.protocolAsked, me)
        if self.staples != nil || self.certificates.contains(where: { $0.staple != nil }) {
            unsafe gg_tls_set_status_callback(context.pointer, Self.stapleAsked, me)
        }
        guard self.tickets != nil else { return unsafe gg_tls_without_tickets(context.pointer) }
        unsafe SSL_CTX_set_ex_data(context.pointer, TicketCallback.place, me)
        unsafe gg_tls_set_ticket_callback(context.pointer, TicketCallback.asked)
    }

    // MARK: - Certificates

    private static let certificateAsked: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = {
        session,
        data in
        guard let session = unsafe session, let data = unsafe data else { return 0 }
        // SAFETY: `data` is what `install` gave, held by the context of this session.
        let me = unsafe Unmanaged<ServerCallbacks>.fromOpaque(data).takeUnretainedValue()
        var name: String?
        if let text = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name) {
            name = unsafe String(cString: text)
        }
        let chosen = me.choice.certificates(for: name)
        guard chosen != me.choice.certificates(for: nil) else { return 1 }
        unsafe SSL_certs_clear(session)
        for index in chosen where unsafe !me.use(me.certificates[index], session) { return 0 }
        return 1
    }

    private func use(_ certificate: TLSCertificate, _ session: OpaquePointer) -> Bool {
        // SAFETY: OpenSSL takes references of its own.
        guard unsafe SSL_use_certificate(session, certificate.leaf) == 1,
            unsafe SSL_use_PrivateKey(session, certificate.key) == 1
        else { return false }
        for index in 0..<certificate.issuerCount {
            guard unsafe gg_tls_add_session_chain(session, certificate.issuers[index]) == 1 else { return false }
        }
        return true
    }

    // MARK: - ALPN

    private static let protocolAsked:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
            UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
        ) -> Int32 = { _, out, outCount, offered, offeredCount, data in
            guard let data = unsafe data, let out = unsafe out, let outCount = unsafe outCount else {
                return SSL_TLSEXT_ERR_NOACK
            }
            // SAFETY: `data` is what `install` gave; what is selected points into the client's offer, which OpenSSL
            // keeps until it has copied the choice.
            let me = unsafe Unmanaged<ServerCallbacks>.fromOpaque(data).takeUnretainedValue()
            let count = UInt32(me.protocols.count)
            let result = unsafe me.protocols.withUnsafeBufferPointer { ours in
                unsafe gg_tls_select_protocol(out, outCount, ours.baseAddress, count, offered, offeredCount)
            }
            // Nothing in common: go on without ALPN, as servers of HTTP/1.1 always did, instead of an alert.
            return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK
        }

    // MARK: - OCSP

    private static let stapleAsked: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = {
        session,
        data in
        guard let session = unsafe session, let data = unsafe data else { return SSL_TLSEXT_ERR_NOACK }
        // SAFETY: `data` is what `install` gave.
        let me = unsafe Unmanaged<ServerCallbacks>.fromOpaque(data).takeUnretainedValue()
        let shown = unsafe SSL_get_certificate(session)
        guard let certificate = me.certificates.first(where: { unsafe $0.leaf == shown }),
            let staple = certificate.staple ?? me.staples?.staple(for: certificate.facts.fingerprint)?.bytes,
            let copy = unsafe gg_tls_copy(staple, staple.count)
        else { return SSL_TLSEXT_ERR_NOACK }
        // SAFETY: OpenSSL frees the copy with the session.
        unsafe gg_tls_set_status_response(session, copy.assumingMemoryBound(to: UInt8.self), staple.count)
        return SSL_TLSEXT_ERR_OK
    }
}
