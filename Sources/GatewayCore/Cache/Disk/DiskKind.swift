/// What a file in the cache's directory is for.
public enum DiskKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// A response that is used as RFC 9111 says.
    case response = 1
    /// A file for search engines, for errors only.
    case searchFile = 2
}
