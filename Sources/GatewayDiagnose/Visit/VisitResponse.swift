public import GatewayWire

/// A response as it came.
public struct VisitResponse: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var status: UInt16
    public var reason = ""
    public var version = HTTPVersion.http11
    public var fields: [Field] = []
    public var framing = BodyFraming.none
    /// Bytes of the response head.
    public var headBytes = 0
    /// Bytes of content that came.
    public var contentBytes: UInt64 = 0
    /// The first bytes of it.
    public var content: [UInt8] = []
    /// The content came to its end.
    public var isComplete = false
    /// There was more content than is read.
    public var isCut = false

    public init(status: UInt16) { self.status = status }

    /// The first value of a field; names in lower case.
    public func field(_ name: String) -> String? {
        self.fields.first { $0.name.lowercased() == name }?.value
    }

    /// All values of a field.
    public func fields(_ name: String) -> [String] {
        self.fields.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// Whether the content stands as it is meant, without a content coding.
    public var isCoded: Bool { self.field("content-encoding").map { $0.lowercased() != "identity" } ?? false }
}
