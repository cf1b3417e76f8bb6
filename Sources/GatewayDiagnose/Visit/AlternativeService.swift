/// Where a site says that it can be reached as well, and in which protocol (`Alt-Svc`, RFC 7838 §3).
struct AlternativeService: Hashable, Sendable {
    /// Its name in ALPN, such as `h3`.
    var name: String
    /// `host:port`; without a host the site's own.
    var authority: String

    /// Nobody offers more; what comes behind is left alone.
    private static let most = 16
    private static let mostBytes = 4096
    /// A host name, brackets and a port.
    private static let longestAuthority = 261

    /// The members of a field's value that can be read; parameters are passed over.
    static func parse(_ value: String) -> [AlternativeService] {
        var found: [AlternativeService] = []
        var rest = Array(value.utf8.prefix(Self.mostBytes))[...]
        while !rest.isEmpty, found.count < Self.most {
            let member = Self.member(&rest)
            if let service = Self.service(member) { found.append(service) }
        }
        return found
    }

    /// Up to the next comma that is in no quoted string.
    private static func member(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var isQuoted = false
        var isEscaped = false
        let end = rest.firstIndex { byte in
            if isEscaped {
                isEscaped = false
                return false
            }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            isEscaped = isQuoted && byte == UInt8(ascii: "\\")
            return byte == UInt8(ascii: ",") && !isQuoted
        }
        let member = rest[..<(end ?? rest.endIndex)]
        rest = end.map { rest[($0 + 1)...] } ?? []
        return member
    }

    private static func service(_ member: ArraySlice<UInt8>) -> AlternativeService? {
        let text = member.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let quoted = text[(equals + 1)...]
        guard quoted.first == UInt8(ascii: "\""),
            let end = quoted.dropFirst().firstIndex(of: UInt8(ascii: "\"")),
            end - quoted.startIndex <= Self.longestAuthority
        else { return nil }
        return AlternativeService(
            name: String(decoding: text[..<equals], as: UTF8.self),
            authority: String(decoding: quoted[(quoted.startIndex + 1)..<end], as: UTF8.self)
        )
    }
}
