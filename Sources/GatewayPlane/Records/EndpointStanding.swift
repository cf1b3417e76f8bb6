public import GatewayCore

/// Whether an endpoint gets requests, on whose word, and for how long.
public struct EndpointStanding: Sendable, Equatable {
    public var state: HealthState
    /// Passed over for a moment after failed connections, whatever its state.
    public var isSkipped = false
    /// The stable name of the reason; nil where nothing is the matter.
    public var reason: String?
    /// The reason in words.
    public var words: String?
    /// Nanoseconds that the state has lasted, and until it may end; nil for not known.
    public var since: UInt64?
    public var endsIn: UInt64?

    public init(_ state: HealthState = .up, reason: String? = nil, words: String? = nil) {
        self.state = state
        self.reason = reason
        self.words = words
    }

    init(_ state: HealthState, _ reason: HealthReason?, words: String? = nil) {
        self.init(state, reason: reason?.token, words: words ?? reason?.sentence)
    }

    /// Whether requests go elsewhere.
    public var isPassedOver: Bool { self.isSkipped || !self.state.isAvailable }

    /// The higher, the more it takes for the endpoint to be used again.
    private var weight: Int {
        switch self.state {
        case .unknown, .up: self.isSkipped ? 1 : 0
        case .trial: 2
        case .ejected: 3
        case .down: 4
        case .unresolved: 5
        case .drained: 6
        }
    }

    /// Of two workers' words, the worse one; each judges by its own requests.
    func worse(_ other: EndpointStanding) -> EndpointStanding { other.weight > self.weight ? other : self }
}
