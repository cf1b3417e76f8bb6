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
