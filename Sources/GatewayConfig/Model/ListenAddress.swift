/// Where a socket of the gateway waits for connections.
public enum ListenAddress: Hashable, Sendable {
    /// `host` is an IP address without brackets, or empty for every address of both families. Port 0 lets the
    /// system choose.
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// Whether somebody on another machine can reach it.
    public var isPublic: Bool {
        switch self {
        case .unix: return false
        case .tcp(let host, _):
            guard let address = IPAddress(host) else { return true }
            return !address.isLoopback
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unix(let path): return "unix:\(path)"
        case .tcp(let host, let port): return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
