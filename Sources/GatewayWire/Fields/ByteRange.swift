/// Where some bytes lie in the buffer that a head was parsed from.
///
/// An offset instead of a pointer or a copy: it survives the buffer's growth, and costs eight bytes. It is only
/// meaningful for the bytes it was made from, whose first byte is offset 0. Not responsible for keeping them.
public struct ByteRange: Hashable, Sendable, BitwiseCopyable {
    /// Offset of the first byte.
    public var start: UInt32
    /// Number of bytes.
    public var count: UInt32

    @inlinable
    public init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }

    /// The range of `lower..<upper`; both must fit 32 bits, which every bounded buffer does.
    @inlinable
    public init(from lower: Int, to upper: Int) {
        self.start = UInt32(truncatingIfNeeded: lower)
        self.count = UInt32(truncatingIfNeeded: upper &- lower)
    }

    /// No bytes, at offset 0.
    public static let empty = ByteRange(start: 0, count: 0)

    /// Offset after the last byte.
    @inlinable public var end: UInt32 { self.start &+ self.count }
    @inlinable public var isEmpty: Bool { self.count == 0 }
    /// The same as offsets for subscripts.
    @inlinable public var offsets: Range<Int> {
        let lower = Int(self.start)
        return lower..<(lower &+ Int(self.count))
    }
}
