/// Bounds on what a peer may send and how much is kept.
///
/// Sizes are bytes; nil means no limit.
public struct Limits: Hashable, Sendable {
    public var requestLine: Int
    /// One field line of a request.
    public var field: Int
    public var requestHead: Int
    public var requestFields: Int
    public var requestBody: UInt64?
    public var responseHead: Int
    public var responseFields: Int
    /// Trailer section, in bytes.
    public var trailers: Int
    /// Client connections open at once, per worker.
    public var connections: Int
    /// Requests on one client connection before it is closed; nil for any number.
    public var requestsPerConnection: Int?
    /// Interim (1xx) responses before the final one.
    public var interimResponses: Int
    /// Streams open at once on one HTTP/2 connection of a client.
    public var http2Streams = 128
    /// Octets of request content that one stream may have under way, once it is known to be taken quickly.
    public var http2Window = 1 << 20
    /// Requests that an HTTP/2 client may take back at once; a tenth of it comes back every second.
    public var http2Resets = 200

    public init(
        requestLine: Int = 8 << 10,
        field: Int = 16 << 10,
        requestHead: Int = 64 << 10,
        requestFields: Int = 100,
        requestBody: UInt64? = nil,
        responseHead: Int = 256 << 10,
        responseFields: Int = 200,
        trailers: Int = 16 << 10,
        connections: Int = 10_000,
        requestsPerConnection: Int? = nil,
        interimResponses: Int = 16
    ) {
        self.requestLine = requestLine
        self.field = field
        self.requestHead = requestHead
        self.requestFields = requestFields
        self.requestBody = requestBody
        self.responseHead = responseHead
        self.responseFields = responseFields
        self.trailers = trailers
        self.connections = connections
        self.requestsPerConnection = requestsPerConnection
        self.interimResponses = interimResponses
    }
}
