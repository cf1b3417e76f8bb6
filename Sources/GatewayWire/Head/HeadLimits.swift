/// How much of a head is read before it is refused.
///
/// Sizes are bytes, line ends included. Not responsible for time: the plane cuts slow senders.
public struct HeadLimits: Hashable, Sendable, BitwiseCopyable {
    /// The request line or status line.
    public let startLine: Int
    /// One field line.
    public let field: Int
    /// The whole head.
    public let head: Int
    /// Field lines.
    public let fieldCount: Int
    /// Interim responses before the final one; counted by the plane, which raises `interimFlood`.
    public let interim: Int

    /// Sizes are clamped to 1 GiB, so that offsets always fit 32 bits.
    public init(startLine: Int, field: Int, head: Int, fieldCount: Int, interim: Int) {
        self.startLine = Self.clamped(startLine)
        self.field = Self.clamped(field)
        self.head = Self.clamped(head)
        self.fieldCount = Self.clamped(fieldCount)
        self.interim = Self.clamped(interim)
    }

    private static func clamped(_ value: Int) -> Int { min(max(value, 0), 1 << 30) }

    /// What a client may send.
    public static let request = HeadLimits(startLine: 8192, field: 16_384, head: 65_536, fieldCount: 100, interim: 0)
    /// What an upstream may send: more, because a refused response is the operator's outage.
    public static let response = HeadLimits(
        startLine: 8192,
        field: 65_536,
        head: 262_144,
        fieldCount: 256,
        interim: 100
    )
}
