public import GatewayFaults

/// What to do after an attempt failed: try again at once, or answer.
///
/// The rule of DESIGN §6.2: a request that may have been processed is never sent twice. Here only S0 is retried (not
/// one byte of the request left the gateway); the wider classes find their place in this one function.
public enum AttemptDecision: Sendable, Equatable {
    case retry
    case answer

    /// What is known when an attempt ends in a fault.
    public struct Facts: Sendable, BitwiseCopyable {
        public var fault: Fault
        /// Bytes of the request that were handed to the kernel on this attempt's connection.
        public var bytesSent: UInt64
        /// Attempts made, this one included.
        public var attempts: Int
        /// Extra attempts the route allows.
        public var extraAttempts: Int
        /// Endpoints of the route that are not known to be down.
        public var otherEndpoints: Int
        /// A byte of a response went to the client.
        public var responseStarted: Bool

        public init(
            fault: Fault,
            bytesSent: UInt64,
            attempts: Int,
            extraAttempts: Int,
            otherEndpoints: Int,
            responseStarted: Bool
        ) {
            self.fault = fault
            self.bytesSent = bytesSent
            self.attempts = attempts
            self.extraAttempts = extraAttempts
            self.otherEndpoints = otherEndpoints
            self.responseStarted = responseStarted
        }
    }

    public init(_ facts: Facts) {
        let notSent = facts.bytesSent == 0 && !facts.responseStarted
        let isAllowed = facts.attempts <= facts.extraAttempts
        self = notSent && isAllowed && facts.otherEndpoints > 0 ? .retry : .answer
    }
}
