/// The value of the `Proxy-Status` field: one member per intermediary, the one closest to the origin first.
///
/// A structured field list (RFC 9209 §2, RFC 9651 §3.1). Reading is strict: a value that is not wholly valid is an
/// error, because the specification forbids repairing it.
public struct ProxyStatus: Hashable, Sendable {
    /// The longest value that is read; a longer one is refused before any work is done on it.
    public static let largestValue = 16_384

    public var members: [ProxyStatusMember]

    public init(members: [ProxyStatusMember]) {
        self.members = members
    }

    /// Reads a field value; several field lines must be joined with ", " before (RFC 9110 §5.3).
    public init(parsing bytes: [UInt8]) throws(StructuredFieldError) {
        guard bytes.count <= Self.largestValue else {
            throw StructuredFieldError(reason: .tooLong, offset: Self.largestValue)
        }
        var reader = StructuredFieldReader(bytes)
        self.members = try reader.list { (reader: inout StructuredFieldReader) throws(StructuredFieldError) in
            try Self.member(&reader)
        }
    }

    /// Reads a field value.
    public init(parsing text: String) throws(StructuredFieldError) {
        try self.init(parsing: Array(text.utf8))
    }

    public var serialized: String {
        self.members.map(\.serialized).joined(separator: ", ")
    }

    private static func member(
        _ reader: inout StructuredFieldReader
    ) throws(StructuredFieldError) -> ProxyStatusMember {
        let start = reader.offset
        let name: String
        switch try reader.bareItem() {
        case .token(let text), .string(let text): name = text
        case .integer, .decimal, .bytes, .boolean, .date, .display:
            // RFC 9209 §2: a member is identified by a token or a string.
            throw StructuredFieldError(reason: .memberNotName, offset: start)
        }
        var member = ProxyStatusMember(identity: name)
        for parameter in try reader.parameters() {
            member.take(.init(key: parameter.key, value: parameter.value))
        }
        return member
    }
}
