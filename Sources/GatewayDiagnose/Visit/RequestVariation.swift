/// One request that differs from the one that fails in a single point: which of them is answered says what it takes to
/// fail.
public enum RequestVariation: Hashable, Sendable {
    /// `Cache-Control: no-cache`: past what is stored (RFC 9111 §5.2.1.4).
    case fresh
    /// Another path of the site.
    case path(String)
    /// Small packets only, by the MSS that this end announces (RFC 9293 §3.7.1).
    case smallPackets
    /// POST with a few octets that mean nothing.
    case post
    /// So many octets more in the head.
    case large(Int)

    /// RFC 9293 §3.7.1: what every path carries.
    static let smallSegment: Int32 = 536
    static let harmless = Array("goodgate-diagnose=1".utf8)

    public var token: String {
        switch self {
        case .fresh: "no_cache"
        case .path(let path): "path \(path)"
        case .smallPackets: "small_packets"
        case .post: "post"
        case .large(let size): "head_of_\(size)"
        }
    }

    public var title: String {
        switch self {
        case .fresh: "past caches (no-cache)"
        case .path(let path): "another path (\(path))"
        case .smallPackets: "with small packets"
        case .post: "POST with a few bytes"
        case .large(let size): "with \(size / 1024) KiB more in the request head"
        }
    }
}
