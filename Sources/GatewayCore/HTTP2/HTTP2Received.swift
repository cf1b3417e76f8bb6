/// How far the input was read, and what is to be done.
public struct HTTP2Received: Sendable, BitwiseCopyable {
    /// Bytes of input to drop after the action.
    public let consumed: Int
    public let action: HTTP2Action

    internal init(_ consumed: Int, _ action: HTTP2Action) {
        self.consumed = consumed
        self.action = action
    }
}
