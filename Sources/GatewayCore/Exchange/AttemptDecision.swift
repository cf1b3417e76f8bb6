public import GatewayFaults
public import GatewayWire

/// What to do after an attempt failed: try again, wait until something is up, or answer.
///
/// A request that may have been processed is never sent twice, unless its method or its owner allows it. The class of
/// the proof (S0 … S4) decides who may be sent again; the budget is the caller's to ask, for every class but S0.
public enum AttemptDecision: Sendable, Equatable {
    case retry(Fault.RetryClass)
    /// Nothing was sent and nothing is up: wait for an endpoint.
    case wait
    case answer(Refusal)

    /// Why there is no further attempt; for the explanation.
    public enum Refusal: UInt8, Sendable, BitwiseCopyable, CaseIterable {
        /// Nothing asked for another attempt.
        case none
        /// The route's retries are off.
        case off
        /// Another attempt would end the same way.
        case same
        /// The request may have been processed, and twice is not as good as once.
        case mayBeProcessed
        /// Part of the content is gone: it was longer than what is kept.
        case contentGone
        case attemptsUsed
        /// Set by the caller.
        case budgetSpent
        /// Set by the caller: the client will have left before another attempt can end.
        case deadlineNear
        case responseStarted
    }

    /// What is known when an attempt ends.
    public struct Facts: Sendable, BitwiseCopyable {
        public var method: Method
        /// The request's owner says that twice is as good as once (`Idempotency-Key`, where the route trusts it).
        public var isRepeatable = false
        /// Bytes of the request that were handed to the kernel on this attempt's connection.
        public var bytesSent: UInt64 = 0
        /// Bytes that came back.
        public var bytesReceived: UInt64 = 0
        /// The connection had served an exchange before.
        public var isReused = false
        public var proof = DeliveryProof.none
        /// All of the request is still held.
        public var canReplay = true
        /// Attempts that sent something, this one included.
        public var attempts = 1
        /// Attempts in a row that sent nothing, this one included.
        public var unsentInRow = 0
        /// Extra attempts the route allows.
        public var extraAttempts = 2
        /// Endpoints of the route that are up and were not tried.
        public var otherEndpoints = 0
        /// The route lets requests wait, and this one has not used up its time.
        public var canWait = false
        /// A byte of a response went to the client.
        public var responseStarted = false

        public init(method: Method) { self.method = method }

        var allowsRepeat: Bool { self.method.isIdempotent || self.isRepeatable }
    }

    /// Tries in a row of endpoints that did not take a byte; they cost no origin anything.
    public static let unsentAttempts = 8

    /// After a fault.
    public init(_ fault: Fault, _ facts: Facts) {
        guard !facts.responseStarted else {
            self = .answer(.responseStarted)
            return
        }
        guard facts.extraAttempts > 0 else {
            self = .answer(.off)
            return
        }
        guard facts.canReplay else {
            self = .answer(.contentGone)
            return
        }
        switch Self.retryClass(fault, facts) {
        case .notSent: self = Self.unsent(fault, facts)
        case .notProcessed: self = Self.bounded(.notProcessed, facts)
        case .reusedConnection: self = facts.allowsRepeat ? Self.bounded(.reusedConnection, facts) : Self.unproven
        case .sentOnFresh: self = Self.fresh(fault, facts)
        case .never: self = .answer(.same)
        }
    }

    /// After a response whose status says that somebody else, or a new connection, would do better.
    ///
    /// `.answer` means that the response is passed on.
    public init(status: UInt16, _ facts: Facts) {
        guard !facts.responseStarted, facts.extraAttempts > 0, facts.canReplay else {
            self = .answer(.none)
            return
        }
        switch status {
        // RFC 9110 §15.5.20: the peer says it did not process the request.
        case 421: self = Self.bounded(.notProcessed, facts)
        // RFC 9110 §15.5.9: the end of an idle connection that crossed the request.
        case 408 where facts.isReused: self = Self.bounded(.notProcessed, facts)
        case 502, 503, 504:
            guard facts.allowsRepeat, facts.otherEndpoints > 0 else {
                self = .answer(.none)
                return
            }
            self = Self.bounded(.sentOnFresh, facts)
        // Default: every other status is an answer.
        default: self = .answer(.none)
        }
    }

    private static var unproven: AttemptDecision { .answer(.mayBeProcessed) }

    /// The class that the evidence gives.
    private static func retryClass(_ fault: Fault, _ facts: Facts) -> Fault.RetryClass {
        guard fault.side != .client else { return .never }
        if facts.bytesSent == 0, facts.bytesReceived == 0 {
            return fault.detail.retryClass == .never ? .never : .notSent
        }
        if facts.proof == .unread { return .notProcessed }
        // The peer's own word (RFC 9113 §8.7), unless it began to answer all the same.
        if fault.retryClass == .notProcessed, fault.side == .upstream, facts.bytesReceived == 0 { return .notProcessed }
        if facts.isReused, facts.bytesReceived == 0, fault.kind == .connectionTerminated { return .reusedConnection }
        guard fault.side == .upstream else { return .never }
        switch fault.kind {
        // Somebody else may speak the protocol, or get to the end.
        case .httpProtocolError, .httpResponseIncomplete, .httpResponseTransferCoding, .tlsProtocolError:
            return .sentOnFresh
        // Default: the detail knows.
        default: return fault.retryClass == .never ? .never : .sentOnFresh
        }
    }

    private static func unsent(_ fault: Fault, _ facts: Facts) -> AttemptDecision {
        // The same endpoint again would fail again, except that a kept connection was found dead.
        if facts.otherEndpoints > 0 || facts.isReused, facts.unsentInRow < Self.unsentAttempts {
            return .retry(.notSent)
        }
        return facts.canWait && !fault.isLasting ? .wait : .answer(.same)
    }

    private static func fresh(_ fault: Fault, _ facts: Facts) -> AttemptDecision {
        guard facts.allowsRepeat else { return Self.unproven }
        // A connection that broke may do better at once; what took too long or made no sense would again.
        guard facts.otherEndpoints > 0 || fault.kind == .connectionTerminated else { return .answer(.same) }
        return Self.bounded(.sentOnFresh, facts)
    }

    private static func bounded(_ proof: Fault.RetryClass, _ facts: Facts) -> AttemptDecision {
        facts.attempts <= facts.extraAttempts ? .retry(proof) : .answer(.attemptsUsed)
    }
}
