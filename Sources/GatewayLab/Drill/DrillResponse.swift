/// One answer as the drill's client understood it.
public struct DrillResponse: Sendable, Hashable {
    public let status: Int
    /// The head as it came, with the empty line that ends it.
    public let head: String
    /// The content, without chunk sizes.
    public internal(set) var content: [UInt8] = []
    /// Raw trailer lines.
    public internal(set) var trailers = ""
    /// False when the connection ended inside it.
    public internal(set) var isComplete = false

    init(status: Int, head: String) {
        self.status = status
        self.head = head
    }

    public var text: String { String(decoding: self.content, as: UTF8.self) }

    /// An answer that another one follows (RFC 9110 §15.2).
    ///
    /// 101 is the last of its connection.
    public var isInterim: Bool { (100..<200).contains(self.status) && self.status != 101 }

    /// The values of all fields of that name, in order.
    public func fields(_ name: String) -> [String] {
        self.head.unicodeScalars.split(separator: "\n").dropFirst().compactMap { line in
            let line = String(line)
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
                return nil
            }
            let value = line[line.index(after: colon)...].unicodeScalars
            return String(String.UnicodeScalarView(value.filter { $0 != "\r" }).drop { $0 == " " || $0 == "\t" })
        }
    }
}
