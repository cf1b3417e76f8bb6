/// Every timer of an exchange, with the line that set each.
///
/// `Milliseconds.off` means no limit.
public struct Timeouts: Hashable, Sendable {
    /// From the first byte of a request head to its last.
    ///
    /// Not per route: the route is not known yet.
    public var clientHead: Setting<Milliseconds>
    /// Between two pieces of a request body.
    public var clientBody: Setting<Milliseconds>
    /// A kept-alive client connection without a request.
    ///
    /// Not per route.
    public var clientIdle: Setting<Milliseconds>
    /// Connecting to one address of an endpoint.
    public var connect: Setting<Milliseconds>
    /// TLS with an upstream, from the connection to the end of the handshake.
    public var handshake: Setting<Milliseconds>
    /// A peer that takes no bytes.
    public var write: Setting<Milliseconds>
    /// From the last byte of the request to the end of the response head.
    public var responseHead: Setting<Milliseconds>
    /// Between two pieces of a response body.
    public var responseBody: Setting<Milliseconds>
    /// The whole exchange, retries included.
    public var total: Setting<Milliseconds>
    /// A pooled upstream connection without a request.
    public var upstreamIdle: Setting<Milliseconds>
    /// Silence of an HTTP/2 connection to an upstream after which it is asked before it is used again.
    public var upstreamPing: Setting<Milliseconds>
    /// Silence of an HTTP/2 connection to an upstream with requests under way after which it is asked.
    public var upstreamWatch: Setting<Milliseconds>
    /// A tunnel (WebSocket, CONNECT) without bytes in either direction.
    public var tunnelIdle: Setting<Milliseconds>

    public init(
        clientHead: Setting<Milliseconds> = Setting(.seconds(10)),
        clientBody: Setting<Milliseconds> = Setting(.seconds(30)),
        clientIdle: Setting<Milliseconds> = Setting(.seconds(75)),
        connect: Setting<Milliseconds> = Setting(.seconds(2)),
        handshake: Setting<Milliseconds> = Setting(.seconds(5)),
        write: Setting<Milliseconds> = Setting(.seconds(30)),
        responseHead: Setting<Milliseconds> = Setting(.seconds(60)),
        responseBody: Setting<Milliseconds> = Setting(.seconds(60)),
        total: Setting<Milliseconds> = Setting(.off),
        upstreamIdle: Setting<Milliseconds> = Setting(.seconds(4)),
        upstreamPing: Setting<Milliseconds> = Setting(.seconds(10)),
        upstreamWatch: Setting<Milliseconds> = Setting(.seconds(60)),
        tunnelIdle: Setting<Milliseconds> = Setting(.seconds(3600))
    ) {
        self.clientHead = clientHead
        self.clientBody = clientBody
        self.clientIdle = clientIdle
        self.connect = connect
        self.handshake = handshake
        self.write = write
        self.responseHead = responseHead
        self.responseBody = responseBody
        self.total = total
        self.upstreamIdle = upstreamIdle
        self.upstreamPing = upstreamPing
        self.upstreamWatch = upstreamWatch
        self.tunnelIdle = tunnelIdle
    }
}
