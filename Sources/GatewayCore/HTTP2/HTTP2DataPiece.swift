internal import GatewayWire

/// A DATA frame, or a piece of one, on its way through the connection.
internal struct HTTP2DataPiece: Sendable, BitwiseCopyable {
    internal let stream: UInt32
    internal let content: ByteRange
    /// What it takes from the windows.
    internal let flowCount: Int
    /// How much of that is padding.
    internal let overhead: Int
    internal let endStream: Bool
}
