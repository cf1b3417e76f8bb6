import GatewayFaults
import GatewayWire

/// What fields mean, by the text of the RFCs and with strings.
struct ReferenceMeaning {
    var framing: BodyFraming?
    var isPersistent = false
    var names: Set<String> = []
    var fields: [FieldSummary] = []

    private static let hop: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade", "http2-settings",
    ]
    private static let protected: Set<String> = [
        "host", "content-length", "via", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
        "cdn-loop",
        "authorization", "cookie", "set-cookie", "cache-control",
    ]

    init(_ fields: [ReferenceField], version: HTTPVersion) throws(ReferenceStop) {
        self.framing = try Self.framing(fields, version: version)
        var options: [(text: String, offset: Int)] = []
        for field in fields where field.isNamed("connection") {
            options += field.elements.filter { !$0.text.isEmpty }
        }
        if options.count > 64 { throw .fault(.value, at: options[64].offset) }
        self.names = Set(options.map { $0.text.lowercased() })
        let isKept = self.names.contains("keep-alive") || version == .http11
        self.isPersistent = isKept && !self.names.contains("close")
        for field in fields {
            let name = field.name.lowercased()
            let isNamed = self.names.contains(name) && !["close", "keep-alive", "upgrade"].contains(name)
            self.fields.append(
                FieldSummary(
                    name: field.name,
                    value: field.value,
                    known: KnownField.allCases.dropFirst().first { "\($0.name)" == name } ?? .other,
                    isHopByHop: Self.hop.contains(name) || (isNamed && !Self.protected.contains(name))
                )
            )
        }
    }

    private static func framing(_ fields: [ReferenceField], version: HTTPVersion) throws(ReferenceStop) -> BodyFraming?
    {
        let lengths = fields.filter { $0.isNamed("content-length") }
        let codings = fields.filter { $0.isNamed("transfer-encoding") }
        if let coding = codings.first {
            if !lengths.isEmpty { throw .fault(.lengthAndCoding, at: coding.nameOffset) }
            if version == .http10 { throw .fault(.codingNotFinal, at: coding.nameOffset) }
            let all = codings.flatMap(\.elements).map { (text: $0.text.lowercased(), offset: $0.offset) }
            let count = all.filter { $0.text == "chunked" }.count
            guard count == 1, let last = all.last, last.text == "chunked" else {
                throw .fault(.codingNotFinal, at: all.last?.offset ?? 0)
            }
            if all.count > 1 { throw .fault(.codingUnknown, at: all[0].offset) }
            return .chunked
        }
        var agreed: UInt64?
        for element in lengths.flatMap(\.elements) {
            let value = try Self.number(element.text, at: element.offset)
            if let agreed, agreed != value { throw .fault(.lengthsDiffer, at: element.offset) }
            agreed = value
        }
        return agreed.map { .length($0) }
    }

    private static func number(_ text: String, at offset: Int) throws(ReferenceStop) -> UInt64 {
        if text.isEmpty { throw .fault(.lengthMalformed, at: offset) }
        var value: Int64 = 0
        for (index, character) in text.enumerated() {
            guard let digit = "0123456789".firstIndex(of: character) else {
                throw .fault(.lengthMalformed, at: offset + index)
            }
            let number = "0123456789".distance(from: "0123456789".startIndex, to: digit)
            let (tens, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, overSum) = tens.addingReportingOverflow(Int64(number))
            if over || overSum { throw .fault(.lengthMalformed, at: offset + index) }
            value = sum
        }
        return UInt64(value)
    }
}
