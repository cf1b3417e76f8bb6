/// How a client must ask for a scenario to happen, and what the gateway in between must be set to.
public struct Ask: Sendable, Hashable {
    /// A gateway setting that must be low, or set at all, for a fault to happen in reasonable time.
    ///
    /// `requestBody` and `responseContent` are sizes, the others timers; the names are those of the configuration
    /// model.
    public enum Limit: String, Sendable, Hashable, CaseIterable {
        case clientHead, clientBody, resolve, connect, handshake, write, responseHead, responseBody, total
        /// Silence of an HTTP/2 connection with requests under way; the answer to its PING has the time of `connect`.
        case upstreamWatch
        case requestBody, responseContent
        /// A healthy server beside the peer, and the time after which the route asks it as well.
        case hedge
        /// A cache, so that one request is made for all clients.
        case cache
        /// A check that asks `/health` again and again.
        case check
    }

    /// The method of every request.
    public var method: String
    /// Bytes of request content to send; 0 for none.
    public var contentLength: Int
    /// Additional field lines, without line ends.
    public var fields: [String]
    /// Requests that must first succeed on the same upstream connection.
    public var warmUps: Int
    /// Clients that ask at the same moment, each on a connection of its own.
    public var clients: Int
    /// The gateway setting the fault depends on.
    public var needs: Limit?

    public init(
        method: String = "GET",
        contentLength: Int = 0,
        fields: [String] = [],
        warmUps: Int = 0,
        clients: Int = 1,
        needs: Limit? = nil
    ) {
        self.method = method
        self.contentLength = contentLength
        self.fields = fields
        self.warmUps = warmUps
        self.clients = clients
        self.needs = needs
    }
}
