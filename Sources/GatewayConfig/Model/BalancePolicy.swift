/// How a route spreads its requests over its endpoints.
public struct BalancePolicy: Hashable, Sendable {
    public enum Method: String, CaseIterable, Hashable, Sendable {
        /// Two endpoints at random; the one with the smaller latency average × load of the two.
        case twoChoices = "two-choices"
        /// In turn, by weight, spread smoothly.
        case roundRobin = "round-robin"
        /// The one with the fewest requests under way, by weight.
        case leastRequests = "least-requests"
        /// The same endpoint for the same key, as long as it is not overloaded.
        case hash
        /// The first that is up, in the order written.
        case first
    }

    /// What a request is told apart by under `hash`.
    public enum Key: Hashable, Sendable {
        case client
        case path
        /// Lower-case name of a request field.
        case field(String)
        case cookie(String)
    }

    public var method: Method
    public var key: Key
    /// Under `hash`: how far above the mean load an endpoint may go before its keys overflow; percent, over 100.
    public var boundedLoadPercent: Int
    /// How long an endpoint that came up gets a growing share instead of its whole; 0 for none.
    public var slowStart: Milliseconds
    /// Name of the signed cookie that brings a client back to its endpoint; nil for none.
    public var stickyCookie: String?
    /// Signs that cookie; nil makes one per process, which a restart forgets.
    public var stickySecret: String?

    public init(
        method: Method = .twoChoices,
        key: Key = .client,
        boundedLoadPercent: Int = 125,
        slowStart: Milliseconds = .off,
        stickyCookie: String? = nil,
        stickySecret: String? = nil
    ) {
        self.method = method
        self.key = key
        self.boundedLoadPercent = boundedLoadPercent
        self.slowStart = slowStart
        self.stickyCookie = stickyCookie
        self.stickySecret = stickySecret
    }
}

extension BalancePolicy: CustomReflectable {
    // Without this `dump` and string interpolation of an enclosing value would show the secret.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "method": self.method, "key": self.key, "boundedLoadPercent": self.boundedLoadPercent,
                "slowStart": self.slowStart, "stickyCookie": self.stickyCookie as Any,
            ]
        )
    }
}

extension BalancePolicy: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the secret.
    public var description: String { self.method.rawValue }
    public var debugDescription: String { self.description }
}
