/// One field line of a head or trailer section, as offsets.
public struct FieldSlot: Hashable, Sendable, BitwiseCopyable {
    /// The name as it was sent.
    public var name: ByteRange
    /// The value without the whitespace around it.
    public var value: ByteRange
    /// What the name is, when the gateway knows it.
    public var known: KnownField
    /// Whether the field belongs to one connection only: RFC 9110 §7.6.1 names it, or `Connection` does.
    public var isHopByHop: Bool

    @inlinable
    public init(name: ByteRange, value: ByteRange, known: KnownField, isHopByHop: Bool) {
        self.name = name
        self.value = value
        self.known = known
        self.isHopByHop = isHopByHop
    }
}
