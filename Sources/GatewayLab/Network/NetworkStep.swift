/// One thing to be done on the way to a case's network.
public enum NetworkStep: Sendable, Hashable {
    /// `ip` with these words.
    case ip([String])
    /// `tc` with these words, for which the kernel needs more than every one has.
    case tc([String], needs: String)
    /// Numbers under `/proc/sys/net` of a namespace.
    case settings(namespace: String, [String: String])
}
