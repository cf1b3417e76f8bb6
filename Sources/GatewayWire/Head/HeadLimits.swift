/// How much of a head is read before it is refused.
///
/// Sizes are bytes, line ends included. Not responsible for time: the plane cuts slow senders.
public struct HeadLimits: Hashable, Sendable, BitwiseCopyable {
    /// The request line or status line.
    public var startLine: Int
    /// One field line.
    public var field: Int
    /// The whole head.
    public var head: Int
    /// Field lines.
    public var fieldCount: Int
    /// Interim responses before the final one; counted by the plane, which raises `interimFlood`.
    public var interim: Int

    public init(startLine: Int, field: Int, head: Int, fieldCount: Int, interim: Int) {
        self.startLine = startLine
        self.field = field
        self.head = head
        self.fieldCount = fieldCount
        self.interim = interim
    }

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
