internal import CGatewaySystem
public import GatewayBytes

/// What one read or write did.
public enum IOResult: Sendable, BitwiseCopyable, Equatable {
    /// So many bytes moved, at least one.
    case moved(Int)
    /// Nothing can move now; an edge will be reported.
    case wouldBlock
    /// The peer sent FIN and everything before it was read.
    case ended
    /// The connection is broken; the errno says how.
    case failed(Int32)
}

/// Where to connect.
public enum ConnectTarget: Sendable, Hashable {
    case address(SocketAddress)
    case unix(path: String)
}

/// A connected, or connecting, non-blocking stream socket.
///
/// Owns its descriptor. Closing is explicit (`close`) where a connection's slot outlives the socket; deinit is the
/// net. Not responsible for readiness: the connection remembers the edges.
@safe
public struct Socket: ~Copyable, Sendable {
    let descriptor: Int32
    /// What encrypts, where there is TLS.
    private(set) var session: TLSSession?

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// No socket.
    public static var none: Socket { Socket(descriptor: -1) }
    public var isOpen: Bool { self.descriptor >= 0 }

    deinit {
        if self.descriptor >= 0 { _ = CGatewaySystem.close(self.descriptor) }
    }

    mutating func begin(_ session: TLSSession?) { self.session = session }

    /// Begins connecting.
    ///
    /// Success is known when the socket becomes writable and `pendingError` is 0.
    ///
    /// - Parameters:
    ///   - largestSegment: octets of the largest segment that the peer may send (its MSS); nil for the system's.
    ///   - hops: so many routers may pass packets on, and `pathError` says which of them was the last.
    /// - Throws: the errno of `socket` or `connect`; on a Unix socket `EAGAIN` means a full backlog.
    public static func connecting(
        to target: ConnectTarget,
        largestSegment: Int32? = nil,
        hops: Int32? = nil
    ) throws(SystemError) -> Socket {
        switch target {
        case .address(let address): try Self.connecting(toAddress: address, largestSegment, hops)
        case .unix(let path): try Self.connecting(toPath: path)
        }
    }

    private static func connecting(
        toAddress address: SocketAddress,
        _ largestSegment: Int32?,
        _ hops: Int32?
    ) throws(SystemError) -> Socket {
        let descriptor = gg_socket(Int32(address.family.rawValue))
        guard descriptor >= 0 else { throw SystemError("socket") }
        let socket = Socket(descriptor: descriptor)
        _ = gg_no_delay(descriptor)
        if let largestSegment, gg_largest_segment(descriptor, largestSegment) != 0 { throw SystemError("setsockopt") }
        if let hops, gg_limit_hops(descriptor, Int32(address.family.rawValue), hops) != 0 {
            throw SystemError("setsockopt")
        }
        var system = address.system
        let result = unsafe gg_connect_address(descriptor, &system)
        guard result == 0 || gg_errno() == EINPROGRESS else { throw SystemError("connect") }
        return socket
    }

    /// A socket for ICMP echo requests to one address, without being root.
    ///
    /// - Throws: the errno; EACCES or EPERM where this group may not (net.ipv4.ping_group_range).
    public static func echoing(to address: SocketAddress) throws(SystemError) -> Socket {
        let descriptor = gg_echo_socket(Int32(address.family.rawValue))
        guard descriptor >= 0 else { throw SystemError("socket") }
        let socket = Socket(descriptor: descriptor)
        var system = address.system
        guard unsafe gg_connect_address(descriptor, &system) == 0 else { throw SystemError("connect") }
        return socket
    }

    /// What a router said of this socket's packets, once; nil for nothing.
    public borrowing func pathError() -> PathError? { PathError(descriptor: self.descriptor) }

    private static func connecting(toPath path: String) throws(SystemError) -> Socket {
        let descriptor = gg_socket(0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        let socket = Socket(descriptor: descriptor)
        let bytes = path.utf8CString
        let result = unsafe bytes.withUnsafeBufferPointer {
            unsafe gg_connect_unix(descriptor, $0.baseAddress, $0.count - 1)
        }
        guard result == 0 || gg_errno() == EINPROGRESS else { throw SystemError("connect") }
        return socket
    }

    /// Reads into the free bytes of `buffer`, once.
    public borrowing func read(into buffer: inout Buffer) -> IOResult {
        assert(buffer.freeCount > 0, "a read needs room")
        if let session = self.session { return Self.result(session.read(into: &buffer)) }
        var error: Int32 = 0
        var ended = false
        // SAFETY: recv writes at most the room it is given and returns how much it wrote.
        let count = unsafe buffer.unsafeFill { base, room in
            while true {
                let count = unsafe gg_recv(self.descriptor, base, room)
                if count > 0 { return count }
                if count == 0 {
                    ended = true
                    return 0
                }
                error = gg_errno()
                if error != EINTR { return 0 }
            }
        }
        if count > 0 { return .moved(count) }
        if ended { return .ended }
        return error == EAGAIN ? .wouldBlock : .failed(error)
    }

    /// Writes from the front of `buffer`, once, and consumes what was taken.
    public borrowing func write(from buffer: inout Buffer) -> IOResult {
        let result = self.send(buffer.span)
        if case .moved(let count) = result { buffer.consume(count) }
        return result
    }

    /// Writes up to `limit` bytes from the front of `buffer`, once, and consumes what was taken.
    public borrowing func write(from buffer: inout Buffer, limit: Int) -> IOResult {
        let result = self.send(buffer.span.extracting(first: limit))
        if case .moved(let count) = result { buffer.consume(count) }
        return result
    }

    /// Writes `first` and then up to `limit` bytes of `second` in one call, and consumes what was taken.
    ///
    /// Returns what moved in all.
    public borrowing func write(from first: inout Buffer, then second: inout Buffer, limit: Int) -> IOResult {
        let secondCount = min(limit, second.count)
        guard secondCount > 0 else { return self.write(from: &first) }
        guard !first.isEmpty else {
            let result = self.send(second.span.extracting(0..<secondCount))
            if case .moved(let count) = result { second.consume(count) }
            return result
        }
        if let session = self.session {
            let result = Self.result(session.write(first.span, then: second.span.extracting(0..<secondCount)))
            guard case .moved(let count) = result else { return result }
            let fromFirst = min(count, first.count)
            first.consume(fromFirst)
            second.consume(count - fromFirst)
            return result
        }
        // SAFETY: both spans live across the call.
        let count = unsafe first.span.withUnsafeBufferPointer { a in
            unsafe second.span.withUnsafeBufferPointer { b in
                unsafe gg_send_two(self.descriptor, a.baseAddress, a.count, b.baseAddress, secondCount)
            }
        }
        guard count > 0 else { return Self.failure() }
        let fromFirst = min(count, first.count)
        first.consume(fromFirst)
        second.consume(count - fromFirst)
        return .moved(count)
    }

    /// Writes `first` and then `second` in one call; consumes what was taken of `first`.
    ///
    /// Returns what moved in all: for bytes that others send too and that stay where they are.
    public borrowing func write(from first: inout Buffer, then second: borrowing Span<UInt8>) -> IOResult {
        guard second.count > 0 else { return self.write(from: &first) }
        guard !first.isEmpty else { return self.send(second) }
        if let session = self.session {
            let result = Self.result(session.write(first.span, then: second))
            if case .moved(let count) = result { first.consume(min(count, first.count)) }
            return result
        }
        // SAFETY: both spans live across the call.
        let count = unsafe first.span.withUnsafeBufferPointer { a in
            unsafe second.withUnsafeBufferPointer { b in
                unsafe gg_send_two(self.descriptor, a.baseAddress, a.count, b.baseAddress, b.count)
            }
        }
        guard count > 0 else { return Self.failure() }
        first.consume(min(count, first.count))
        return .moved(count)
    }

    private borrowing func send(_ bytes: borrowing Span<UInt8>) -> IOResult {
        guard bytes.count > 0 else { return .wouldBlock }
        if let session = self.session { return Self.result(session.write(bytes, then: Span())) }
        // SAFETY: the span lives across the call.
        let count = unsafe bytes.withUnsafeBufferPointer { unsafe gg_send(self.descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? .moved(count) : Self.failure()
    }

    /// - Note: the failure itself stays with the session (`tlsFailure`).
    private static func result(_ transfer: TLSTransfer) -> IOResult {
        switch transfer {
        case .moved(let count): .moved(count)
        case .wantsRead, .wantsWrite: .wouldBlock
        case .closedCleanly: .ended
        case .failed(.broken(let errno)): .failed(errno)
        case .failed: .failed(EPROTO)
        }
    }

    private static func failure() -> IOResult {
        let error = gg_errno()
        // EINTR cannot leave bytes unsent on a non-blocking socket without an edge to come; treat it as a retry.
        return error == EAGAIN || error == EINTR ? .wouldBlock : .failed(error)
    }

    /// Says whether an idle connection is still usable: no FIN, no RST, no bytes nobody asked for.
    public borrowing func idleState() -> IdleState {
        if let session = self.session { return session.idleState() }
        var byte: UInt8 = 0
        // SAFETY: peeks at one byte into one byte.
        let count = unsafe gg_peek(self.descriptor, &byte, 1)
        if count > 0 { return .unsolicitedBytes }
        if count == 0 { return .closed }
        return gg_errno() == EAGAIN ? .usable : .broken(gg_errno())
    }

    public enum IdleState: Sendable, Equatable {
        case usable, closed, unsolicitedBytes
        case broken(Int32)
    }

    /// Sleeps until the socket can be read or written, for threads that may block; false when it takes longer.
    public borrowing func wait(forWriting: Bool, milliseconds: UInt64) -> Bool {
        let limit = Int32(clamping: milliseconds)
        return (forWriting ? gg_wait_writable(self.descriptor, limit) : gg_wait_readable(self.descriptor, limit)) > 0
    }

    /// Takes the error that waits on the socket (`SO_ERROR`); 0 when there is none.
    public borrowing func pendingError() -> Int32 { gg_socket_error(self.descriptor) }

    /// Sends FIN and keeps reading; with TLS, close_notify before it.
    public borrowing func shutdownWrite() {
        self.session?.sayEnd()
        // A FIN without close_notify would tell the peer that something is missing.
        if self.session?.isEndPending != true { _ = gg_shutdown_write(self.descriptor) }
    }

    /// Makes the coming close a visible abort: the peer gets RST, not FIN.
    public borrowing func abortOnClose() { _ = gg_linger_reset(self.descriptor) }

    /// Closes now and leaves no socket.
    ///
    /// With TLS the peer is told that nothing is missing only if `shutdownWrite` was called before.
    public mutating func close() { self = .none }

    /// What the kernel knows of the connection; nil for a Unix socket.
    public borrowing func evidence() -> TCPEvidence? { TCPEvidence(descriptor: self.descriptor) }

    /// The address this end has.
    public borrowing func localAddress() -> SocketAddress? {
        var address = gg_address()
        guard unsafe gg_local_address(self.descriptor, &address) == 0 else { return nil }
        return SocketAddress(address)
    }
}
