internal import COpenSSL

/// Seals and opens session tickets with `TicketKeys` when OpenSSL asks (`SSL_CTX_set_tlsext_ticket_key_evp_cb`).
@safe
enum TicketCallback {
    /// Where a context keeps its `ServerCallbacks`.
    static let place: Int32 = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL_CTX, 0, nil, nil, nil, nil)

    static let asked: gg_tls_ticket_callback = { session, name, iv, cipher, mac, seals in
        guard let session = unsafe session, let name = unsafe name, let iv = unsafe iv, let cipher = unsafe cipher,
            let mac = unsafe mac,
            let data = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), TicketCallback.place)
        else { return 0 }
        // SAFETY: the context of this session holds the object at `place`.
        let service = unsafe Unmanaged<ServerCallbacks>.fromOpaque(data).takeUnretainedValue()
        guard let keys = service.tickets else { return 0 }
        if seals != 0 { return unsafe TicketCallback.seal(keys, name, iv, cipher, mac) }
        // TLS 1.3 tickets are for one use (RFC 8446 appendix C.4): without a new one, the visit after next is a full
        // handshake again.
        let isForOneUse = unsafe SSL_version(session) == TLS1_3_VERSION
        return unsafe TicketCallback.open(keys, name, iv, cipher, mac, isForOneUse: isForOneUse)
    }

    /// 1: sealed; 0: no ticket; -1: an error.
    private static func seal(
        _ keys: TicketKeys,
        _ name: UnsafeMutablePointer<UInt8>,
        _ iv: UnsafeMutablePointer<UInt8>,
        _ cipher: OpaquePointer,
        _ mac: OpaquePointer
    ) -> Int32 {
        guard let key = keys.sealing() else { return 0 }
        // SAFETY: OpenSSL gives room for a name of 16 bytes and an IV of EVP_MAX_IV_LENGTH (16).
        for (index, byte) in key.name.enumerated() { unsafe name[index] = byte }
        guard unsafe RAND_bytes(iv, 16) == 1,
            unsafe EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipher, iv) == 1,
            unsafe Self.setMAC(mac, key)
        else { return -1 }
        return 1
    }

    /// 1: opened; 2: opened, and a new ticket is due; 0: unknown, a full handshake follows.
    private static func open(
        _ keys: TicketKeys,
        _ name: UnsafeMutablePointer<UInt8>,
        _ iv: UnsafeMutablePointer<UInt8>,
        _ cipher: OpaquePointer,
        _ mac: OpaquePointer,
        isForOneUse: Bool
    ) -> Int32 {
        // SAFETY: a name has 16 bytes.
        let wanted = unsafe [UInt8](UnsafeBufferPointer(start: name, count: TicketKeys.nameCount))
        guard let found = keys.opening(wanted) else { return 0 }
        guard unsafe Self.setMAC(mac, found.key),
            unsafe EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nil, found.key.cipher, iv) == 1
        else { return -1 }
        return found.isOld || isForOneUse ? 2 : 1
    }

    private static func setMAC(_ mac: OpaquePointer, _ key: TicketKeys.Key) -> Bool {
        var bytes = key.mac
        // SAFETY: the parameters are copied within the call.
        return unsafe gg_tls_set_mac_key(mac, &bytes, bytes.count) == 1
    }
}
