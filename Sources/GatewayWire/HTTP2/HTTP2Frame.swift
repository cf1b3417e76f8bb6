/// One frame, or a piece of a DATA frame, as offsets into the bytes it was read from.
public enum HTTP2Frame: Hashable, Sendable, BitwiseCopyable {
    /// Content of a DATA frame as far as it came.
    ///
    /// `flowCount` is what the piece takes from the flow-control windows: the whole frame's length with the first
    /// piece, 0 with the others; `overhead` is how much of it is padding. `endStream` is set with the last piece only.
    case data(stream: UInt32, content: ByteRange, flowCount: Int, overhead: Int, endStream: Bool)
    case headers(stream: UInt32, block: ByteRange, endHeaders: Bool, endStream: Bool)
    case continuation(stream: UInt32, block: ByteRange, endHeaders: Bool)
    /// The scheme of RFC 7540, which is deprecated (RFC 9113 §5.3.2).
    case priority(stream: UInt32)
    case rstStream(stream: UInt32, code: HTTP2ErrorCode)
    /// The payload is a whole number of settings.
    case settings(ByteRange)
    case settingsAck
    case pushPromise(stream: UInt32)
    case ping(UInt64, isAck: Bool)
    case goAway(last: UInt32, code: HTTP2ErrorCode, debug: ByteRange)
    case windowUpdate(stream: UInt32, increment: UInt32)
    /// RFC 9218 §7.1.
    case priorityUpdate(stream: UInt32, value: ByteRange)
    /// A piece of a frame of unknown type.
    case unknown(isFirst: Bool)
}
