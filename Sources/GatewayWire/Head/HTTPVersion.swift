/// The HTTP version a message was sent in.
public enum HTTPVersion: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case http10
    case http11
    case http2
}
