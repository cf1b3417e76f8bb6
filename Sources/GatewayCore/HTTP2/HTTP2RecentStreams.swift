/// Streams that we reset a moment ago: what the peer sent before it knew is dropped without a word (RFC 9113 §5.1).
///
/// The last 64; of an older one the frames are an error, as they are of any closed stream.
internal struct HTTP2RecentStreams: Sendable, BitwiseCopyable {
    private var streams: InlineArray<64, UInt32> = .init(repeating: 0)
    private var next = 0
    /// The highest of those that had to make room.
    private var forgotten: UInt32 = 0

    internal init() {}

    internal mutating func insert(_ stream: UInt32) {
        self.forgotten = max(self.forgotten, self.streams[self.next & 63])
        self.streams[self.next & 63] = stream
        self.next &+= 1
    }

    internal func contains(_ stream: UInt32) -> Bool {
        for index in 0..<64 where self.streams[index] == stream { return true }
        return false
    }

    /// Whether it is one of them, or may have been one.
    internal func mayContain(_ stream: UInt32) -> Bool { stream <= self.forgotten || self.contains(stream) }
}
