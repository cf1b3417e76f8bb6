/// What of a response says who made it: from the wire, a recording or a log.
public struct ResponseTraits: Sendable {
    public var status: Int
    /// Names in lower case; repeated fields joined as RFC 9110 §5.3 says.
    public var fields: [String: String]
    /// The first part of the content as text.
    public var body: String
    /// Bytes of the whole content; nil when unknown.
    public var length: Int?
    /// Seconds from the request to the first byte.
    public var seconds: Double?

    public init(
        status: Int,
        fields: [(name: String, value: String)],
        body: String,
        length: Int?,
        seconds: Double? = nil
    ) {
        self.status = status
        self.fields = [:]
        for field in fields {
            let name = field.name.lowercased()
            self.fields[name] = self.fields[name].map { $0 + ", " + field.value } ?? field.value
        }
        self.body = body
        self.length = length
        self.seconds = seconds
    }
}
