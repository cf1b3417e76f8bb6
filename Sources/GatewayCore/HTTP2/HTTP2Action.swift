public import GatewayBytes
public import GatewayWire

/// What the driver has to do after a frame.
public enum HTTP2Action: Sendable, BitwiseCopyable {
    /// Read more: nothing happens until there are so many bytes.
    case needMore(count: Int)
    /// Go on with the next frame.
    case proceed
    /// The head of a request or response, in the message buffer as HTTP/1.1 text; interim responses too.
    ///
    /// A server attaches its exchange to the stream now.
    case head(stream: UInt32, tag: SlabKey, HTTP2HeadFacts, endStream: Bool)
    /// A request whose header list is over the limit: answer 431.
    case headTooLarge(stream: UInt32, endStream: Bool)
    /// Trailers, in the message buffer; the message is complete.
    case trailers(stream: UInt32, tag: SlabKey)
    /// Content, in the input; say `consumed` when it was taken.
    case data(stream: UInt32, tag: SlabKey, content: ByteRange, endStream: Bool)
    /// The peer reset the stream.
    ///
    /// `isUnprocessed`: it promises that it did nothing with the request (RFC 9113 §8.7), which is class S1.
    case reset(stream: UInt32, tag: SlabKey, HTTP2ErrorCode, isUnprocessed: Bool)
    /// The peer broke a rule on this stream, and RST_STREAM is in the output.
    case failed(stream: UInt32, tag: SlabKey, HTTP2Error)
    /// Windows opened: `nextWritable` may name a stream again.
    case writable
    /// The peer's settings changed: more or fewer streams may be opened, windows may have opened.
    case settings
    /// The peer opens no more streams for us; ask `nextUnprocessed` for those it will not answer (class S1).
    case goAway(last: UInt32, HTTP2ErrorCode)
    /// The answer to our PING.
    case pong(UInt64)
    /// The connection is over, GOAWAY is in the output: send it and close.
    case closed(HTTP2Error)
}
