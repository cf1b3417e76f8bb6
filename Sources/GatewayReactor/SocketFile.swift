internal import CGatewaySystem

/// The file-system name of a Unix socket.
public enum SocketFile {
    /// Removes it; anything else under that name stays.
    public static func remove(_ path: String) {
        // SAFETY: the C string lives across the calls.
        unsafe path.withCString { name in
            if unsafe gg_is_socket_file(name) != 0 { _ = unsafe unlink(name) }
        }
    }

    /// Removes it if it still is the file of that identity: another program may have put its own there since.
    public static func remove(_ path: String, if identity: SocketFileIdentity) {
        guard Self.identity(path) == identity else { return }
        Self.remove(path)
    }

    /// Which file it is; nil when there is no socket under that name.
    public static func identity(_ path: String) -> SocketFileIdentity? {
        var numbers = InlineArray<2, UInt64>(repeating: 0)
        // SAFETY: the C side writes two numbers, and the C string lives across the call.
        let result = unsafe path.withCString { name in
            var span = numbers.mutableSpan
            return unsafe span.withUnsafeMutableBufferPointer { unsafe gg_socket_file_identity(name, $0.baseAddress) }
        }
        return result == 0 ? SocketFileIdentity(device: numbers[0], inode: numbers[1]) : nil
    }

    /// Sets who may connect.
    public static func setMode(_ mode: UInt16, of path: String) throws(SystemError) {
        // SAFETY: the C string lives across the call.
        let result = unsafe path.withCString { unsafe gg_set_file_mode($0, UInt32(mode)) }
        guard result == 0 else { throw SystemError("chmod") }
    }
}

extension SystemError {
    /// A host name that nobody knows.
    public static let unknownHost = SystemError("getaddrinfo", errno: ENOENT)
    /// An address that is not there any more.
    public static let noSuchAddress = SystemError("connect", errno: EADDRNOTAVAIL)
    /// A file that was cut off while it was written.
    public static let cutOff = SystemError("read", errno: EAGAIN)
    /// No room for another connection.
    public static let noMemory = SystemError("connect", errno: ENOMEM)
}
