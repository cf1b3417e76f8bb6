/// When a request that waits for its answer is sent to a second server as well.
public struct HedgePolicy: Hashable, Sendable {
    public enum Delay: Hashable, Sendable {
        /// Later than so many percent of the route's answers.
        case percentile(Int)
        case time(Milliseconds)
    }

    /// nil: never.
    public var after: Delay?

    public init(after: Delay? = nil) {
        self.after = after
    }
}
