/// What the bytes at hand contain of a body.
///
/// Offsets are relative to the bytes given.
public enum BodyStep: Hashable, Sendable, BitwiseCopyable {
    /// Drop `consumed` bytes, which were framing, and call again when there are more.
    case needMore(consumed: Int)
    /// `count` bytes of content at `offset`: use them, drop `offset + count`, call again.
    case data(offset: Int, count: Int)
    /// The body is complete. Use the trailers, whose ranges point into these bytes, then drop `consumed`.
    case end(consumed: Int)
}
