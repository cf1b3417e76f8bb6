import Testing

/// One rule, the bytes that keep or break it, and the last thing that comes of them.
struct HTTP2Row: Sendable, CustomTestStringConvertible {
    let rule: String
    let bytes: [UInt8]
    let expected: String
    /// Whether the bytes begin with the connection instead of after its handshake.
    let isFresh: Bool

    init(_ rule: String, _ bytes: [UInt8], _ expected: String, isFresh: Bool = false) {
        self.rule = rule
        self.bytes = bytes
        self.expected = expected
        self.isFresh = isFresh
    }

    var testDescription: String { self.rule }
}
