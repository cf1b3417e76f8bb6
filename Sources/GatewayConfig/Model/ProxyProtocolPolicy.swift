/// From whom a listener takes a PROXY header, and which.
///
/// A peer that is believed has to send one; of anybody else it is a malformed request.
public struct ProxyProtocolPolicy: Hashable, Sendable {
    /// Peers that are believed; those of a Unix socket all are, because its file says who may connect.
    public var sources: [AddressRange]
    /// nil: any.
    public var version: ProxyProtocolVersion?
    /// Bytes of a version 2 header.
    public var longest: Int

    public init(sources: [AddressRange], version: ProxyProtocolVersion? = nil, longest: Int = 4096) {
        self.sources = sources
        self.version = version
        self.longest = longest
    }
}
