internal import CGatewaySystem

/// The file-system name of a Unix socket.
public enum SocketFile {
    // SAFETY: the C string lives across the call.
    public static func remove(_ path: String) { _ = unsafe path.withCString { unsafe unlink($0) } }
}

extension SystemError {
    /// A host name that nobody knows.
    public static let unknownHost = SystemError("getaddrinfo", errno: ENOENT)
}
