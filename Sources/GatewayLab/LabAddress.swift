/// Where a gateway must connect to meet a scenario.
public enum LabAddress: Sendable, Hashable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    case unix(path: String)

    /// `127.0.0.1:8080`, `[::1]:8080` or `unix:/path`.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// `http://127.0.0.1:8080` or `unix:/path`.
    public var url: String {
        switch self {
        case .tcp: "http://\(self)"
        case .unix: self.description
        }
    }
}
