/// What a connection must know of a head that it decoded.
public struct HTTP2HeadFacts: Sendable, BitwiseCopyable {
    /// The status of a response, 0 of a request.
    public internal(set) var status: UInt16 = 0
    public internal(set) var contentLength: UInt64?
    /// CONNECT without `:protocol`: DATA is the tunnel, and there is no content.
    public internal(set) var isConnect = false
    /// CONNECT with `:protocol` (RFC 8441), which the text shows as an upgrade.
    public internal(set) var isExtendedConnect = false
    public internal(set) var priority = HTTP2Priority()
    public internal(set) var neverIndexed = NeverIndexedNames()

    public init() {}

    /// Takes over what regular fields tell, and nothing of a start line.
    internal mutating func takeOver(fields other: HTTP2HeadFacts) {
        self.contentLength = other.contentLength
        self.priority = other.priority
        self.neverIndexed = other.neverIndexed
    }

    /// Whether another head follows (RFC 9113 §8.1).
    public var isInterim: Bool { (100..<200).contains(self.status) }
}
