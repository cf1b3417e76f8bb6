internal import CGatewaySystem
internal import COpenSSL

/// How OpenSSL reads and writes the socket of a session.
///
/// OpenSSL's own does not tell whether a read left something in the socket. A read that came back with less than it
/// had room for took all there was, so that asking once more, which costs a system call for every request, is not
/// needed.
@safe
enum SocketBIO {
    // SAFETY: made once and never changed or freed.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "goodgate") else {
            return nil
        }
        unsafe BIO_meth_set_read(method, Self.read)
        unsafe BIO_meth_set_write(method, Self.write)
        unsafe BIO_meth_set_ctrl(method, Self.control)
        return unsafe method
    }()

    /// Makes `session` read and write the socket of `owner`, which has to outlive it.
    static func install(in session: OpaquePointer, owner: TLSSession) -> Bool {
        guard let method = unsafe Self.method, let bio = unsafe BIO_new(method) else { return false }
        // SAFETY: the owner frees `session`, and so this, before it goes itself.
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(owner).toOpaque())
        unsafe BIO_set_init(bio, 1)
        // One reference serves both directions.
        unsafe SSL_set_bio(session, bio, bio)
        return true
    }

    private static let retryFlags = BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY

    private static let read: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 = {
        bio,
        to,
        room in
        guard let bio = unsafe bio, let to = unsafe to, let data = unsafe BIO_get_data(bio) else { return -1 }
        // SAFETY: `data` is the owner, which lives (`install`); recv writes at most `room` bytes.
        return unsafe Unmanaged<TLSSession>.fromOpaque(data)._withUnsafeGuaranteedRef { owner in
            unsafe BIO_clear_flags(bio, Self.retryFlags)
            let early = unsafe owner.takeEarly(to, room: Int(room))
            guard early == 0 else { return Int32(early) }
            let count = unsafe gg_recv(owner.descriptor, to, Int(room))
            owner.noteRead(count, room: Int(room))
            if count < 0, Self.mayRepeat(gg_errno()) {
                unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            }
            return Int32(clamping: count)
        }
    }

    private static let write: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = {
        bio,
        from,
        count in
        guard let bio = unsafe bio, let from = unsafe from, let data = unsafe BIO_get_data(bio) else { return -1 }
        // SAFETY: as in `read`; send reads `count` bytes.
        return unsafe Unmanaged<TLSSession>.fromOpaque(data)._withUnsafeGuaranteedRef { owner in
            unsafe BIO_clear_flags(bio, Self.retryFlags)
            let sent =
                owner.takeRecord()
                ? unsafe gg_send_more(owner.descriptor, from, Int(count))
                : unsafe gg_send(owner.descriptor, from, Int(count))
            if sent < 0, Self.mayRepeat(gg_errno()) {
                unsafe BIO_set_flags(bio, BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
            }
            return Int32(clamping: sent)
        }
    }

    /// EINTR cannot leave a non-blocking socket without an edge to come.
    private static func mayRepeat(_ errno: Int32) -> Bool { errno == EAGAIN || errno == EINTR }

    private static let control: @convention(c) (OpaquePointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int = {
        bio,
        command,
        _,
        _ in
        switch command {
        case BIO_CTRL_FLUSH, BIO_CTRL_DUP: return 1
        case BIO_CTRL_EOF:
            guard let bio = unsafe bio, let data = unsafe BIO_get_data(bio) else { return 0 }
            // SAFETY: as in `read`.
            return unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue().sawEnd ? 1 : 0
        // Nothing below, no kernel TLS.
        default: return 0
        }
    }
}
