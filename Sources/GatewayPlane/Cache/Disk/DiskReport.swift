/// What the second level of the cache holds and did.
public struct DiskReport: Sendable, Equatable {
    /// What it is doing.
    public enum State: String, Sendable, CaseIterable {
        /// The directory cannot be used.
        case unusable
        /// Another gateway uses the directory: the one before this, for as long as it finishes.
        case waiting
        /// Finding out what is there; what was found already is used.
        case scanning
        case ready
    }

    public var state = State.scanning
    public var entries = 0
    public var bytes: UInt64 = 0
    public var limit: UInt64 = 0
    /// Responses read back.
    public var hits: UInt64 = 0
    public var writes: UInt64 = 0
    public var writeFailures: UInt64 = 0
    public var readFailures: UInt64 = 0
    /// Files that were damaged, cut, or not ours under a name of ours.
    public var corrupt: UInt64 = 0
    /// Responses not written and not read because the disk is too slow, or there was no room in memory.
    public var skipped: UInt64 = 0
    public var evictions: UInt64 = 0

    public init() {}
}
