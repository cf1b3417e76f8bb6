/// HTTP/2 connections to endpoints and their streams.
public struct UpstreamHTTP2Counts: Sendable, Equatable {
    /// Open now.
    public var connectionsActive = 0
    public var streamsActive = 0
    /// Since the start.
    public var connections: UInt64 = 0
    public var streams: UInt64 = 0
    /// Connections that ended because the upstream broke the protocol or kept silent.
    public var broken: UInt64 = 0
    public var goAways: UInt64 = 0
    public var pings: UInt64 = 0

    public init() {}

    mutating func add(_ other: UpstreamHTTP2Counts) {
        self.connectionsActive += other.connectionsActive
        self.streamsActive += other.streamsActive
        self.connections &+= other.connections
        self.streams &+= other.streams
        self.broken &+= other.broken
        self.goAways &+= other.goAways
        self.pings &+= other.pings
    }
}
