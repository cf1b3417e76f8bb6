/// What one visit may take, whatever the other side does.
public struct VisitLimits: Hashable, Sendable {
    /// Milliseconds.
    ///
    /// Linux sends a SYN again after 1 s and 3 s: two losses in a row are seen as such and not as silence.
    public var connect: UInt64 = 3400
    public var handshake: UInt64 = 4000
    /// From the request to the end of the response head.
    public var head: UInt64 = 8000
    /// From the head to the end of the content.
    public var body: UInt64 = 4000
    /// Bytes of content that are read, decoded or not.
    public var content = 1 << 20
    /// Bytes of content that are kept.
    public var kept = 65_536

    public init() {}
}
