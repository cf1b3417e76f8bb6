/// Which hosts a route takes.
///
/// Lower case, without port and without a final dot; an IPv6 address in brackets and in its RFC 5952 form.
public enum HostPattern: Hashable, Sendable {
    case exact(String)
    /// Any host with at least one more label in front: `*.shop.example` is kept as `.shop.example`, so that a
    /// host matches when it ends with it and is longer.
    case wildcard(suffix: String)

    /// Whether a host, already lower case and without port, is meant.
    public func matches(_ host: String) -> Bool {
        switch self {
        case .exact(let name): name == host
        case .wildcard(let suffix): host.utf8.count > suffix.utf8.count && host.hasSuffix(suffix)
        }
    }
}

extension HostPattern: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exact(let name): name
        case .wildcard(let suffix): "*\(suffix)"
        }
    }
}
