/// One setting (RFC 9113 §6.5.1).
public struct HTTP2Setting: Hashable, Sendable, BitwiseCopyable {
    /// RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1; others are ignored.
    public enum Name: UInt16, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case headerTableSize = 0x1
        case enablePush = 0x2
        case maxConcurrentStreams = 0x3
        case initialWindowSize = 0x4
        case maxFrameSize = 0x5
        case maxHeaderListSize = 0x6
        case enableConnectProtocol = 0x8
        case noRFC7540Priorities = 0x9
    }

    public let identifier: UInt16
    public let value: UInt32

    public init(_ name: Name, _ value: UInt32) {
        self.identifier = name.rawValue
        self.value = value
    }

    /// The setting at `offset` of a SETTINGS payload.
    public init(_ bytes: borrowing Span<UInt8>, at offset: Int) {
        self.identifier = NetworkOrder.half(bytes, at: offset)
        self.value = NetworkOrder.word(bytes, at: offset &+ 2)
    }

    public var name: Name? { Name(rawValue: self.identifier) }
}
