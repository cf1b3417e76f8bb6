/// An id in a response that tells place or time without asking anybody.
public struct ServerReference: Hashable, Sendable {
    public var name: String
    public var value: String
    /// What it says, in words.
    public var meaning: String?

    /// All ids of a response that a support desk asks for, decoded where that is possible.
    public static func all(in traits: ResponseTraits) -> [ServerReference] {
        var found = Self.fields.compactMap { name -> ServerReference? in
            guard let value = traits.fields[name] else { return nil }
            return ServerReference(name: name, value: value, meaning: Self.meaning(name, value))
        }
        if let reference = Self.akamai(traits.body) { found.append(reference) }
        return found
    }

    private static let fields = [
        "x-incident-id", "cf-ray", "x-amz-cf-id", "x-amz-cf-pop", "x-amzn-trace-id", "x-amzn-requestid", "x-served-by",
        "x-azure-ref", "x-vercel-id", "x-nf-request-id", "x-kong-request-id", "x-github-request-id", "fly-request-id",
        "x-request-id", "x-correlation-id",
    ]

    private static func meaning(_ name: String, _ value: String) -> String? {
        switch name {
        case "cf-ray": Self.place(value.split(separator: "-").last)
        case "x-amz-cf-pop", "x-served-by": Self.place(Self.lastPlace(value))
        case "x-amzn-trace-id": Self.traceTime(value)
        // Default: ids that only their owner can read.
        default: nil
        }
    }

    private static func lastPlace(_ value: String) -> Substring? {
        // `cache-fra-eddf8230112-FRA`; CloudFront writes `FRA56-P1`.
        let last = value.split(separator: ",").last.map { $0.drop { $0 == " " } } ?? ""
        if last.hasPrefix("cache-") { return last.split(separator: "-").last }
        return last.prefix { $0.isLetter }
    }

    /// Three letters of IATA.
    private static func place(_ code: Substring?) -> String? {
        guard let code, code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
        return "answered near the airport \(code)"
    }

    /// The time in `Root=1-<seconds in hexadecimal>-…`.
    private static func traceTime(_ value: String) -> String? {
        guard let root = value.firstRange(of: "Root=1-") else { return nil }
        let digits = value[root.upperBound...].prefix { $0 != "-" }
        guard digits.utf8.count == 8, let seconds = Int64(digits, radix: 16) else { return nil }
        return "made at \(UTCTime.text(milliseconds: seconds * 1000))"
    }

    /// `Reference #<class>.<address in hexadecimal, reversed>.<seconds>.<request>` of Akamai's pages.
    static func akamai(_ body: String) -> ServerReference? {
        guard let start = body.firstRange(of: "Reference #") ?? body.firstRange(of: "Reference&#32;&#35;") else {
            return nil
        }
        var text = String(body[start.upperBound...].prefix(120).prefix { $0 != "<" && $0 != "\n" && $0 != " " })
        text = text.split(separator: "&#46;").joined(separator: ".")
        let parts = text.split(separator: ".")
        guard parts.count == 4, let kind = Int(parts[0]), parts[1].utf8.count <= 8,
            let address = UInt32(parts[1], radix: 16), let seconds = Int64(parts[2])
        else { return nil }
        let edge = (0..<4).map { String(address >> ($0 * 8) & 0xFF) }.joined(separator: ".")
        let what = Self.akamaiClasses[kind].map { " (\($0))" } ?? ""
        return ServerReference(
            name: "Akamai reference",
            value: text,
            meaning: "class \(kind)\(what), edge \(edge), at \(UTCTime.text(milliseconds: seconds * 1000))"
        )
    }

    private static let akamaiClasses: [Int: String] = [
        1: "read timeout", 3: "read error", 4: "write error", 6: "connection refused",
        9: "no configuration for the host",
        11: "the origin's name cannot be resolved", 15: "empty reply", 18: "denied", 24: "referrer refused",
        27: "the visitor left", 30: "TLS with the origin", 97: "connection timeout",
    ]
}
