/// The field that tells the next hop how long the client still waits, in place of the one that came.
public struct DeadlineLine: Sendable, BitwiseCopyable {
    /// Of the field in the request that is replaced.
    public var slot: Int
    public var milliseconds: UInt64
    public var unit: RequestDeadline.Unit

    public init(slot: Int, milliseconds: UInt64, unit: RequestDeadline.Unit) {
        self.slot = slot
        self.milliseconds = milliseconds
        self.unit = unit
    }
}
