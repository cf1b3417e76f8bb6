public import GatewayFaults
public import GatewayWire

/// What to do after an attempt failed: try again at once, or answer.
///
/// A request that may have been processed is never sent twice, unless its method allows it. Retried are S0 (not one
/// byte left the gateway) for every method, and S2 (a kept connection turned out dead before a response byte) for
/// idempotent methods, RFC 9112 §9.3.1. The wider classes find their place in this one function.
public enum AttemptDecision: Sendable, Equatable {
    case retry
    case answer

    /// What is known when an attempt ends in a fault.
    public struct Facts: Sendable, BitwiseCopyable {
        public var fault: Fault
        public var method: Method
        /// Bytes of the request that were handed to the kernel on this attempt's connection.
        public var bytesSent: UInt64
        /// Bytes that came back.
        public var bytesReceived: UInt64
        /// The connection had served an exchange before.
        public var isReused: Bool
        /// All of the request is still held.
        public var canReplay: Bool
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
            method: Method,
            bytesSent: UInt64,
            bytesReceived: UInt64,
            isReused: Bool,
            canReplay: Bool,
            attempts: Int,
            extraAttempts: Int,
            otherEndpoints: Int,
            responseStarted: Bool
        ) {
            self.fault = fault
            self.method = method
            self.bytesSent = bytesSent
            self.bytesReceived = bytesReceived
            self.isReused = isReused
            self.canReplay = canReplay
            self.attempts = attempts
            self.extraAttempts = extraAttempts
            self.otherEndpoints = otherEndpoints
            self.responseStarted = responseStarted
        }
    }

    public init(_ facts: Facts) {
        guard facts.attempts <= facts.extraAttempts, facts.canReplay, !facts.responseStarted else {
            self = .answer
            return
        }
        if facts.bytesSent == 0 {
            // The same endpoint again would fail again, except that a kept connection was found dead.
            self = facts.otherEndpoints > 0 || facts.isReused ? .retry : .answer
            return
        }
        let isRace = facts.isReused && facts.bytesReceived == 0 && facts.fault.kind == .connectionTerminated
        self = isRace && facts.method.isIdempotent ? .retry : .answer
    }
}
