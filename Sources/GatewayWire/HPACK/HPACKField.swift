/// One decoded field line, as offsets into the buffer it was decoded to.
public struct HPACKField: Hashable, Sendable, BitwiseCopyable {
    public let name: ByteRange
    public let value: ByteRange
    /// Whether it must be sent on as a literal that is never indexed (RFC 7541 §6.2.3).
    public let isNeverIndexed: Bool

    /// What the field counts in a header list (RFC 9113 §6.5.2).
    public var listSize: Int { Int(self.name.count) &+ Int(self.value.count) &+ 32 }
}
