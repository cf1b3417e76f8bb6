internal import GatewayBytes

/// What the pseudo fields of a head in HTTP/1.1 form are made from: its first line, its host, and what else decides.
internal struct HTTP2StartKey: Sendable, BitwiseCopyable {
    internal let lineCount: Int
    /// Where the host stands in the head; empty where there is none.
    internal let host: ByteRange
    internal let options: UInt8
}
