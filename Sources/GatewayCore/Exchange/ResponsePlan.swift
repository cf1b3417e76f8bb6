public import GatewayWire

/// How a response reaches the client: its framing there, and whether the connection lives on.
public struct ResponsePlan: Sendable, BitwiseCopyable, Equatable {
    /// Framing towards the client.
    public enum Framing: Sendable, BitwiseCopyable, Equatable {
        /// No content follows (HEAD, 204, 304, or length 0).
        case none
        /// As long as announced; bytes pass unchanged.
        case length(UInt64)
        case chunked
        /// Ends with the connection.
        case untilClose
    }

    public var framing: Framing
    /// Whether the client's connection ends after this response.
    public var closes: Bool
    /// Whether the rest of the upload is not sent on.
    public var stopsUpload = false

    /// What is known about the exchange when a final response head arrives.
    public struct Facts: Sendable, BitwiseCopyable {
        public var requestMethod: Method
        public var requestVersion: HTTPVersion
        /// The client wants to keep its connection.
        public var clientPersists: Bool
        /// All of the request's content was read from the client.
        public var requestIsComplete: Bool
        /// The gateway is stopping, or the connection has had its number of requests.
        public var gatewayCloses: Bool

        public init(
            requestMethod: Method,
            requestVersion: HTTPVersion,
            clientPersists: Bool,
            requestIsComplete: Bool,
            gatewayCloses: Bool
        ) {
            self.requestMethod = requestMethod
            self.requestVersion = requestVersion
            self.clientPersists = clientPersists
            self.requestIsComplete = requestIsComplete
            self.gatewayCloses = gatewayCloses
        }
    }

    public init(framing: Framing, closes: Bool) {
        self.framing = framing
        self.closes = closes
    }

    /// Decides from the response head and the facts.
    ///
    /// RFC 9112 §6.3, §7.1, §9.3.
    public init(_ head: borrowing ResponseHead, _ facts: Facts) {
        // An error answered before the upload ended stops the upload, so the connection cannot be kept in step.
        self.stopsUpload = !facts.requestIsComplete && head.status >= 400
        var closes = !facts.clientPersists || facts.gatewayCloses || self.stopsUpload
        switch head.framing {
        case .none: self.framing = .none
        case .length(let count): self.framing = .length(count)
        case .chunked, .untilClose:
            if facts.requestVersion == .http10 {
                // RFC 9112 §6.1: no chunked for a client that may not know it.
                self.framing = .untilClose
                closes = true
            } else {
                self.framing = .chunked
            }
        }
        self.closes = closes
    }
}
