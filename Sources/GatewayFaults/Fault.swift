/// Why an exchange did not complete as the origin intended.
///
/// Created exactly once, by the code that observed the evidence (errno, parser state, timer, TLS alert,
/// DNS rcode). Everything else about a fault (RFC 9209 type, status, words, retry class, severity) is a
/// function of it. A client that leaves is an outcome, not a fault. Not responsible for causes: a fault is
/// what was observed; `GatewayGuide` infers why.
public struct Fault: Error, Hashable, Sendable, BitwiseCopyable {
    /// What happened, at the finest grain we distinguish.
    public let detail: Detail
    /// The party whose bytes or silence showed it.
    public let side: Side
    /// What the exchange was doing when it happened.
    public let phase: Phase
    /// The number that belongs to `detail`, or 0; `Detail.codeMeaning` says what it counts.
    public let code: Int32

    public init(_ detail: Detail, side: Side, phase: Phase, code: Int32 = 0) {
        self.detail = detail
        self.side = side
        self.phase = phase
        self.code = code
    }

    /// The RFC 9209 §2.3 error type.
    public var kind: Kind { self.detail.kind }
}

extension Fault {
    /// The three parties of an exchange.
    public enum Side: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        case client, gateway, upstream
    }

    /// What the exchange was doing.
    ///
    /// The order is the order of an exchange's life.
    public enum Phase: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
        /// Reading the request head from the client.
        case requestHead
        /// Choosing a route and an endpoint, including waiting for one.
        case route
        /// Resolving the endpoint's name.
        case resolve
        /// Connecting to the endpoint.
        case connect
        /// TLS handshake with the endpoint.
        case handshake
        /// Reading the request content from the client.
        case requestBody
        /// Sending the request to the endpoint.
        case sendRequest
        /// Waiting for, and reading, the response head.
        case responseHead
        /// Reading the response content and trailers.
        case responseBody
        /// Sending the response to the client.
        case sendResponse
        /// Moving bytes after a switch of protocols or CONNECT.
        case tunnel
    }
}
