/// What the header of the PROXY protocol says about a connection: who opened it, and to which address.
///
/// The protocol is HAProxy's (proxy-protocol.txt, versions 1 and 2): a few bytes in front of everything else, which a
/// proxy that relays connections writes because the address it connects from is its own. Not responsible for whether
/// the sender is believed.
public struct ProxyHeader: Hashable, Sendable, BitwiseCopyable {
    public enum Version: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        /// One line of text.
        case v1 = 1
        /// Binary, with a length in front and room for more.
        case v2 = 2
    }

    /// Whose connection it is.
    public enum Origin: Hashable, Sendable, BitwiseCopyable {
        /// A client's, relayed by the sender.
        case client(source: ProxyAddress, destination: ProxyAddress)
        /// The sender's own, such as a health check, or one whose addresses it does not tell (`UNKNOWN`, `LOCAL`, a
        /// Unix socket): the addresses of the connection itself count.
        case sender
    }

    public var version: Version
    public var origin: Origin
    /// The value of PP2_TYPE_AUTHORITY, the host name that the client asked for, in the header's bytes.
    public var authority = ByteRange.empty
    /// The value of PP2_TYPE_UNIQUE_ID in the header's bytes.
    public var uniqueID = ByteRange.empty

    public init(_ version: Version, _ origin: Origin) {
        self.version = version
        self.origin = origin
    }
}
