internal import GatewayWire

/// The piece of a header block that one frame has.
internal struct HTTP2HeaderFragment: Sendable, BitwiseCopyable {
    internal let range: ByteRange
    /// END_HEADERS.
    internal let isLast: Bool
}
