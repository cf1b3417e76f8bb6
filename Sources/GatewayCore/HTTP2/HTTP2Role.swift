/// Which end of an HTTP/2 connection we are.
public enum HTTP2Role: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// Towards clients.
    case server
    /// Towards upstreams.
    case client
}
