/// A checksum over pieces of bytes, taken one after the other.
public struct DiskChecksum: Sendable, BitwiseCopyable {
    private let hash: SipHash
    public private(set) var value: UInt64 = 0

    internal init(_ hash: SipHash) { self.hash = hash }

    /// Where a piece ends counts: the same bytes in other pieces have another checksum.
    public mutating func take(_ bytes: borrowing Span<UInt8>) {
        self.value = self.hash.hash(self.value, self.hash.hash(bytes))
    }
}
