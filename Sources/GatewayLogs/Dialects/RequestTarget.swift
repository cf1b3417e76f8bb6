/// The target of a request as a path: Varnish, proxies of clients and some JSON logs write it as a whole URL
/// (RFC 9112 §3.2.2).
enum RequestTarget {
    /// "/x" of "http://a.example/x"; the target itself where it is no URL.
    @inline(__always)
    static func path(of target: Slice, _ bytes: borrowing Span<UInt8>) -> Slice {
        guard target.count > 0, bytes[target.lower] != UInt8(ascii: "/") else { return target }
        return Self.pathOfURL(target, bytes)
    }

    private static func pathOfURL(_ target: Slice, _ bytes: borrowing Span<UInt8>) -> Slice {
        // No scheme is longer.
        let end = min(target.upper, target.lower + 12)
        guard let scheme = Text.find("://", in: bytes, from: target.lower, to: end) else { return target }
        let path = ByteScan.first(UInt8(ascii: "/"), in: bytes, from: scheme + 3, to: target.upper)
        return Slice(path, target.upper)
    }
}
