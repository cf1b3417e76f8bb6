/// A request head as the lab needs it: the raw text, and the few fields that decide what follows it.
///
/// Tolerant on purpose. What a gateway sends is judged by tests that look at its bytes, not by the lab.
struct RequestHead: Sendable {
    /// The head as it came, with the empty line that ends it.
    let bytes: [UInt8]
    let method: String
    /// The path, without the query.
    let path: String
    let framing: ContentReader.Framing
    /// True when the connection ends with this exchange.
    let wantsClose: Bool
    let expectsContinue: Bool
    /// The first protocol offered in `Upgrade`.
    let upgrade: String?

    /// The head as text; bytes that are no UTF-8 are replaced.
    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Reads a complete head; `nil` when it has no request line or no usable length.
    init?(bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        // By scalar: "\r\n" is one Character, and a peer may end its lines either way.
        let lines = text.unicodeScalars.split(separator: "\n").map { line in
            String(line.last == "\r" ? line.dropLast() : line)
        }
        guard let start = lines.first else { return nil }
        let words = start.split(separator: " ")
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
        let fields = RequestHead.fields(of: lines.dropFirst())
        guard let framing = RequestHead.framing(fields) else { return nil }

        self.bytes = bytes
        self.method = String(words[0])
        self.path = String(words[1].prefix { $0 != "?" })
        self.framing = framing
        let connection = fields["connection"]?.lowercased() ?? ""
        self.wantsClose =
            connection.contains("close") || (words[2] == "HTTP/1.0" && !connection.contains("keep-alive"))
        self.expectsContinue = fields["expect"]?.lowercased() == "100-continue"
        let offered = fields["upgrade"]?.split(separator: ",").first
        self.upgrade = offered.map { String($0.filter { $0 != " " && $0 != "\t" }) }
    }

    private static func fields(of lines: ArraySlice<String>) -> [String: String] {
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields[name] = String(value)
        }
        return fields
    }

    private static func framing(_ fields: [String: String]) -> ContentReader.Framing? {
        if let coding = fields["transfer-encoding"], coding.lowercased().contains("chunked") {
            return .chunked
        }
        guard let length = fields["content-length"] else { return .some(.none) }
        guard let count = Int(length), count >= 0 else { return nil }
        return count == 0 ? .some(.none) : .length(count)
    }
}
