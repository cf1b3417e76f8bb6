internal import CGatewaySystem
internal import COpenSSL
internal import GatewayBytes

/// TLS on one connected socket, whose descriptor it reads and writes itself.
///
/// Confined to the connection that owns it. Not responsible for readiness, timers, or what a failure means.
@safe
final class TLSSession: @unchecked Sendable {
    // SAFETY: made by init, freed once by deinit, used by the one connection that holds the session.
    let pointer: OpaquePointer
    // Its callbacks and certificates must live as long as this session.
    private let context: TLSContext
    let descriptor: Int32
    /// The failure that ended it, once there was one.
    private(set) var failure: TLSFailure?
    /// The peer takes no more; what it said before can still be read.
    private(set) var writeFailure: TLSFailure?
    private(set) var isEstablished = false
    /// The last read took all there was: an edge will tell of more.
    private(set) var isDrained = false
    /// A read has to write first (a key update); it goes on when the socket can be written.
    private(set) var readWantsWrite = false
    private var rejectedCertificate: CertificateFacts?
    private var mayLackIntermediate = false
    /// The server asked for a certificate.
    private(set) var isAskedForCertificate = false
    /// close_notify could not be written yet.
    private(set) var isEndPending = false
    /// The peer's FIN was read.
    private(set) var sawEnd = false
    /// The last read of the socket left nothing in it.
    private var tookAll = false
    /// Bytes of a write that are not in a record yet.
    private var unwritten = 0
    /// What one record holds (RFC 8446 §5.1).
    private static let recordSize = 16_384
    /// Bytes of the peer that others read from the socket before there was TLS, and how many of them were taken.
    private var early: [UInt8] = []
    private var earlyTaken = 0

    /// - Parameters:
    ///   - name: whom a client expects, DNS name or IP address; verified where the context verifies
    ///   - early: what was read from the socket already
    ///   - earlier: a session with the same server that a client offers to take up
    ///   - protocols: what a client offers (ALPN) instead of what the context says; nil for that
    init?(
        _ context: TLSContext,
        descriptor: Int32,
        name: String?,
        early: [UInt8] = [],
        resuming earlier: TLSResumption? = nil,
        protocols: [String]? = nil
    ) {
        TLSErrorQueue.clear()
        guard let session = unsafe SSL_new(context.pointer) else { return nil }
        unsafe self.pointer = session
        self.context = context
        self.descriptor = descriptor
        self.early = early
        guard unsafe SocketBIO.install(in: session, owner: self) else { return nil }
        // SAFETY: the session frees the `SSL` before it goes itself.
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard unsafe SSL_set_ex_data(session, PeerVerification.place, me) == 1 else { return nil }
        switch context.role {
        case .server: unsafe SSL_set_accept_state(session)
        case .client:
            unsafe SSL_set_connect_state(session)
            if let name, !self.expect(name) { return nil }
            if let protocols, !self.offer(protocols) { return nil }
            // One that OpenSSL does not take makes a full handshake.
            if let earlier { _ = unsafe SSL_set_session(session, earlier.pointer) }
        }
    }

    deinit { unsafe SSL_free(self.pointer) }

    /// SNI has no IP addresses (RFC 6066 §3); a certificate has.
    private func expect(_ name: String) -> Bool {
        if SocketAddress(literal: name, port: 0) != nil {
            return unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(self.pointer), name) == 1
        }
        unsafe SSL_set_hostflags(self.pointer, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return unsafe SSL_set1_host(self.pointer, name) == 1 && gg_tls_set_server_name(self.pointer, name) == 1
    }

    private func offer(_ protocols: [String]) -> Bool {
        let list = ProtocolList.bytes(protocols)
        // SAFETY: OpenSSL copies the list. 0 is success here.
        return unsafe SSL_set_alpn_protos(self.pointer, list, UInt32(list.count)) == 0
    }

    // MARK: - Handshake

    /// Goes on as far as the bytes go.
    func handshake() -> TLSProgress {
        if let failure = self.failure { return .failed(failure) }
        TLSErrorQueue.clear()
        let result = unsafe SSL_do_handshake(self.pointer)
        let errno = gg_errno()
        if result == 1 {
            self.isEstablished = true
            return .finished
        }
        switch unsafe SSL_get_error(self.pointer, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case let error: return .failed(self.failed(error, result, errno))
        }
    }

    // MARK: - Bytes

    /// Fills `buffer` as far as there are bytes: fewer than there is room for means the socket is empty, or at its end.
    func read(into buffer: inout Buffer) -> TLSTransfer {
        if let failure = self.failure { return .failed(failure) }
        self.isDrained = false
        self.readWantsWrite = false
        var outcome = TLSTransfer.moved(0)
        // SAFETY: SSL_read writes at most the room it is given and returns how much it wrote.
        let count = unsafe buffer.unsafeFill { base, room in
            var filled = 0
            while filled < room {
                TLSErrorQueue.clear()
                let count = unsafe SSL_read(self.pointer, base + filled, Int32(clamping: room - filled))
                let errno = gg_errno()
                guard count > 0 else {
                    outcome = self.ended(count, errno)
                    break
                }
                filled += Int(count)
                // The socket is empty, and so is what was read ahead of it.
                let isPending = unsafe SSL_has_pending(self.pointer) == 1
                guard isPending || !self.tookAll else {
                    outcome = .wantsRead
                    break
                }
            }
            return filled
        }
        switch outcome {
        case .wantsRead: self.isDrained = true
        case .wantsWrite: self.readWantsWrite = true
        case .moved, .closedCleanly, .failed: break
        }
        return count > 0 ? .moved(count) : outcome
    }

    /// Called by `SocketBIO` before it reads the socket.
    ///
    /// - Safety: `to` has `room` bytes.
    @unsafe
    func takeEarly(_ to: UnsafeMutableRawPointer, room: Int) -> Int {
        let count = min(room, self.early.count - self.earlyTaken)
        guard count > 0 else { return 0 }
        // SAFETY: `count` is within both.
        unsafe self.early.withUnsafeBytes {
            guard let base = $0.baseAddress else { return }
            unsafe to.copyMemory(from: base + self.earlyTaken, byteCount: count)
        }
        self.earlyTaken += count
        if self.earlyTaken == self.early.count { (self.early, self.earlyTaken) = ([], 0) }
        self.tookAll = false
        return count
    }

    /// Called by `SocketBIO` with what `recv` gave.
    ///
    /// Fewer bytes than there was room for mean that the socket is empty (epoll(7)); its end is told by another edge.
    func noteRead(_ count: Int, room: Int) {
        self.tookAll = count < room
        if count == 0 { self.sawEnd = true }
    }

    /// Writes `first`, then `second`, as far as the socket takes it.
    func write(_ first: borrowing Span<UInt8>, then second: borrowing Span<UInt8>) -> TLSTransfer {
        if let failure = self.failure ?? self.writeFailure { return .failed(failure) }
        var moved = 0
        let all = first.count + second.count
        defer { self.unwritten = 0 }
        // SAFETY: both spans live across the calls, and no offset goes beyond them.
        return unsafe first.withUnsafeBufferPointer { a in
            unsafe second.withUnsafeBufferPointer { b in
                while moved < all {
                    TLSErrorQueue.clear()
                    self.unwritten = all - moved
                    let count = unsafe self.write(a, b, from: moved)
                    let errno = gg_errno()
                    guard count > 0 else {
                        let outcome = self.ended(count, errno)
                        if case .failed(.broken(let errno)) = outcome {
                            self.writeFailure = .broken(errno)
                            self.failure = nil
                        }
                        return moved > 0 ? .moved(moved) : outcome
                    }
                    moved += Int(count)
                }
                return .moved(moved)
            }
        }
    }

    private func write(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, from moved: Int) -> Int32 {
        guard moved < a.count else {
            let start = moved - a.count
            // SAFETY: `moved` is below the sum of both counts.
            guard let base = b.baseAddress else { return 0 }
            return unsafe SSL_write(self.pointer, base + start, Int32(clamping: b.count - start))
        }
        guard let base = a.baseAddress else { return 0 }
        return unsafe gg_tls_write_two(self.pointer, base + moved, a.count - moved, b.baseAddress, b.count)
    }

    /// Called by `SocketBIO` for each record: whether another one follows in the same write.
    ///
    /// Records smaller than the largest only make it say no too soon, which costs a segment and nothing else.
    func takeRecord() -> Bool {
        self.unwritten = max(0, self.unwritten - Self.recordSize)
        return self.unwritten > 0
    }

    private func ended(_ result: Int32, _ errno: Int32) -> TLSTransfer {
        switch unsafe SSL_get_error(self.pointer, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .closedCleanly
        case let error: return .failed(self.failed(error, result, errno))
        }
    }

    /// Whether an idle connection is still usable; takes in what TLS itself has to say, such as new tickets.
    func idleState() -> Socket.IdleState {
        if self.failure != nil || self.writeFailure != nil { return .closed }
        TLSErrorQueue.clear()
        var byte: UInt8 = 0
        // SAFETY: peeks at one byte into one byte.
        let count = unsafe SSL_peek(self.pointer, &byte, 1)
        let errno = gg_errno()
        guard count <= 0 else { return .unsolicitedBytes }
        switch self.ended(count, errno) {
        case .moved, .wantsRead, .wantsWrite: return .usable
        case .closedCleanly: return .closed
        case .failed(.broken(let errno)): return .broken(errno)
        case .failed: return .closed
        }
    }

    // MARK: - The end

    /// Sends close_notify: nothing was cut off (RFC 8446 §6.1).
    func sayEnd() {
        guard self.failure == nil, self.isEstablished else { return }
        TLSErrorQueue.clear()
        let result = unsafe SSL_shutdown(self.pointer)
        let error = unsafe SSL_get_error(self.pointer, result)
        self.isEndPending = result < 0 && error == SSL_ERROR_WANT_WRITE
        TLSErrorQueue.clear()
    }

    private func failed(_ error: Int32, _ result: Int32, _ errno: Int32) -> TLSFailure {
        let failure = self.classify(error, errno)
        TLSErrorQueue.clear()
        self.failure = failure
        return failure
    }

    private func classify(_ error: Int32, _ errno: Int32) -> TLSFailure {
        guard error == SSL_ERROR_SSL else {
            guard errno != 0 else { return self.isEstablished ? .truncated : .closedInHandshake }
            return .broken(errno)
        }
        let (library, reason) = TLSErrorQueue.take()
        if library == ERR_LIB_SSL, reason == SSL_R_CERTIFICATE_VERIFY_FAILED {
            return TLSErrorQueue.failure(
                verification: Int32(clamping: unsafe SSL_get_verify_result(self.pointer)),
                mayLackIntermediate: self.mayLackIntermediate
            )
        }
        let failure = TLSErrorQueue.failure(reason: reason)
        return failure == .truncated && !self.isEstablished ? .closedInHandshake : failure
    }

    /// Called by the verification, within `handshake`.
    ///
    /// - Parameter mayLackIntermediate: the peer showed one certificate that names the place of its issuer's: public
    ///   authorities do, and none of them signs servers with its root.
    func rejected(_ certificate: CertificateFacts, mayLackIntermediate: Bool) {
        self.rejectedCertificate = certificate
        self.mayLackIntermediate = mayLackIntermediate
    }

    /// Called by OpenSSL, within `handshake`.
    func wasAskedForCertificate() { self.isAskedForCertificate = true }

    // MARK: - What was agreed

    /// The peer's certificate, if it showed one, also when it was rejected.
    var peerCertificate: CertificateFacts? {
        if let rejected = self.rejectedCertificate { return rejected }
        guard let certificate = unsafe SSL_get0_peer_certificate(self.pointer) else { return nil }
        return unsafe CertificateFacts(certificate)
    }

    /// What a server showed, its own certificate first; at most ten, more than any chain of the public web has.
    var peerChain: [CertificateFacts] {
        (0..<min(10, unsafe gg_tls_chain_count(self.pointer))).compactMap { index in
            guard let certificate = unsafe gg_tls_chain_at(self.pointer, index) else { return nil }
            // SAFETY: the session holds the chain; the facts are copies.
            return unsafe CertificateFacts(certificate)
        }
    }

    /// What the server showed of its certificate's standing.
    var peerStaple: PeerStaple { unsafe PeerStaple.shown(by: self.pointer) }

    /// `TLSv1.3`.
    var version: String { unsafe String(cString: SSL_get_version(self.pointer)) }

    var cipher: String {
        guard let name = unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(self.pointer)) else { return "" }
        return unsafe String(cString: name)
    }

    /// Whether a session from before was taken up again.
    var isResumed: Bool { unsafe SSL_session_reused(self.pointer) == 1 }

    /// Bytes of records that went to the kernel.
    var bytesWritten: UInt64 { unsafe BIO_number_written(SSL_get_wbio(self.pointer)) }

    /// What a client asked for by SNI.
    var serverName: String? {
        guard let name = unsafe SSL_get_servername(self.pointer, TLSEXT_NAMETYPE_host_name) else { return nil }
        return unsafe String(cString: name)
    }

    /// The same without a copy.
    func isNamed(_ host: borrowing Span<UInt8>) -> Bool {
        guard let name = unsafe SSL_get_servername(self.pointer, TLSEXT_NAMETYPE_host_name) else { return false }
        // SAFETY: OpenSSL ends the name with a NUL, which no host has.
        for index in 0..<host.count {
            let ours = unsafe UInt8(bitPattern: name[index])
            guard ours != 0, Self.small(ours) == Self.small(host[index]) else { return false }
        }
        return unsafe name[host.count] == 0
    }

    private static func small(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// What ALPN chose; empty for none.
    var applicationProtocol: String {
        var bytes: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(self.pointer, &bytes, &count)
        // SAFETY: OpenSSL keeps the name while the session lives.
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }
}
