/// Waiting instead of failing: for an endpoint to come up, or for room under a limit.
public struct WaitPolicy: Hashable, Sendable {
    /// Longest wait of one request; `.off` waits for nothing.
    public var longest: Milliseconds
    /// Requests that wait at once, per route and worker.
    public var requests: Int

    public init(longest: Milliseconds = .seconds(2), requests: Int = 1000) {
        self.longest = longest
        self.requests = requests
    }
}
