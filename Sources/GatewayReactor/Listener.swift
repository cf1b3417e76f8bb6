internal import CGatewaySystem

/// Where to listen.
public enum ListenTarget: Sendable, Hashable {
    case address(SocketAddress)
    case unix(path: String)
}

/// A listening socket.
@safe
public struct Listener: ~Copyable, Sendable {
    let descriptor: Int32
    /// The address it got: the port is real even when 0 was asked for.
    public let address: SocketAddress
    /// The path of a Unix socket.
    public let path: String?

    /// What an accept gave.
    public enum Accepted: ~Copyable {
        case client(Socket, SocketAddress)
        /// Nobody waits.
        case none
        /// This client left before it was accepted; the next one may be there.
        case gone
        /// No descriptor or memory for it now: stop asking for a moment.
        case exhausted(Int32)
    }

    deinit { _ = CGatewaySystem.close(self.descriptor) }

    /// - Parameters:
    ///   - shared: `SO_REUSEPORT`, so that every worker has a queue of its own
    ///   - mode: permissions of a Unix socket's file; nil for what the umask leaves
    public init(
        _ target: ListenTarget,
        backlog: Int32 = 4096,
        shared: Bool = true,
        mode: UInt16? = nil
    ) throws(SystemError) {
        switch target {
        case .address(let address):
            let descriptor = try Self.open(family: address.family)
            var system = address.system
            _ = gg_reuse_address(descriptor)
            if shared { _ = gg_reuse_port(descriptor) }
            if address.family == .v6 { _ = gg_v6_only(descriptor, 1) }
            // SAFETY: the C side reads the address and keeps nothing of it.
            try Self.check(unsafe gg_bind_address(descriptor, &system), "bind", descriptor)
            try Self.check(listen(descriptor, backlog), "listen", descriptor)
            // Inherited by accepted sockets on Linux: saves a call per connection.
            _ = gg_no_delay(descriptor)
            var bound = gg_address()
            _ = unsafe gg_local_address(descriptor, &bound)
            self.descriptor = descriptor
            self.address = SocketAddress(bound)
            self.path = nil
        case .unix(let path):
            let descriptor = try Self.open(family: .unix)
            let bytes = path.utf8CString
            let result = unsafe bytes.withUnsafeBufferPointer {
                unsafe gg_bind_unix(descriptor, $0.baseAddress, $0.count - 1)
            }
            try Self.check(result, "bind", descriptor)
            // Before `listen`: nobody can connect yet.
            try Self.setMode(mode, of: path, descriptor)
            try Self.check(listen(descriptor, backlog), "listen", descriptor)
            self.descriptor = descriptor
            self.address = .unix
            self.path = path
        }
    }

    init(descriptor: Int32, address: SocketAddress, path: String?) {
        self.descriptor = descriptor
        self.address = address
        self.path = path
    }

    /// A second handle on the same queue, for another worker (Unix sockets have no `SO_REUSEPORT`).
    public borrowing func duplicate() throws(SystemError) -> Listener {
        let copy = gg_duplicate(self.descriptor)
        guard copy >= 0 else { throw SystemError("dup") }
        return Listener(descriptor: copy, address: self.address, path: self.path)
    }

    private static func open(family: SocketAddress.Family) throws(SystemError) -> Int32 {
        let descriptor = gg_socket(Int32(family.rawValue))
        guard descriptor >= 0 else { throw SystemError("socket") }
        return descriptor
    }

    private static func setMode(_ mode: UInt16?, of path: String, _ descriptor: Int32) throws(SystemError) {
        guard let mode else { return }
        do throws(SystemError) {
            try SocketFile.setMode(mode, of: path)
        } catch {
            SocketFile.remove(path)
            _ = CGatewaySystem.close(descriptor)
            throw error
        }
    }

    private static func check(_ result: Int32, _ call: StaticString, _ descriptor: Int32) throws(SystemError) {
        guard result != 0 else { return }
        let error = SystemError(call)
        _ = CGatewaySystem.close(descriptor)
        throw error
    }

    public borrowing func accept() -> Accepted {
        var peer = gg_address()
        let descriptor = unsafe gg_accept(self.descriptor, &peer)
        if descriptor >= 0 { return .client(Socket(descriptor: descriptor), SocketAddress(peer)) }
        let error = gg_errno()
        switch error {
        case EAGAIN: return .none
        case EMFILE, ENFILE, ENOMEM, ENOBUFS: return .exhausted(error)
        default: return .gone
        }
    }
}
