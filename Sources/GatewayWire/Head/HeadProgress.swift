/// How far a head has come.
public enum HeadProgress: Hashable, Sendable, BitwiseCopyable {
    /// The head is not complete; call again when there are more bytes.
    case needMore
    /// The head is complete and takes this many bytes, the empty line included.
    case complete(bytes: Int)
}
