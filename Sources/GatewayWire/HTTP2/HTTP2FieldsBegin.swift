/// Where the regular fields of a head begin, and how things stood there.
internal struct HTTP2FieldsBegin: Sendable, BitwiseCopyable {
    /// In the block.
    internal var block = 0
    /// In the text: behind the start line, so that 0 is nowhere.
    internal var text = 0
    internal var listSize = 0
    /// The state of the compression table.
    internal var changes: UInt64 = 0
    /// Whether the pseudo fields refer to the compression table.
    internal var startRefers = false
}
