/// How much of a body's framing is read before it is refused.
///
/// Sizes are bytes. Not responsible for time.
public struct BodyLimits: Hashable, Sendable, BitwiseCopyable {
    /// Content of the whole body; nil for no limit.
    public var body: UInt64?
    /// One chunk-size line with its extensions.
    public var chunkLine: UInt32
    /// One trailer line.
    public var trailerField: UInt32
    /// The whole trailer section.
    public var trailers: UInt32
    /// Trailer lines.
    public var trailerCount: UInt32

    public init(
        body: UInt64? = nil,
        chunkLine: UInt32 = 4096,
        trailerField: UInt32 = 8192,
        trailers: UInt32 = 16_384,
        trailerCount: UInt32 = 64
    ) {
        self.body = body
        self.chunkLine = chunkLine
        self.trailerField = trailerField
        self.trailers = trailers
        self.trailerCount = trailerCount
    }
}
