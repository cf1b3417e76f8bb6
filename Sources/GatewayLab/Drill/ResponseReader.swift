import NIOCore

/// Turns the bytes of a connection into answers.
///
/// As tolerant as `RequestReader`; what it cannot read it leaves, and the raw bytes tell. No I/O.
struct ResponseReader {
    private enum State {
        case head(HeadReader)
        case content(ContentReader)
        /// After 101, or after something that is no HTTP.
        case unreadable
    }

    /// Interim and final answers, the last one perhaps incomplete.
    private(set) var responses: [DrillResponse] = []
    private var state = State.head(HeadReader())
    private var buffer = ByteBuffer()
    private let requestsHead: Bool

    init(requestsHead: Bool) {
        self.requestsHead = requestsHead
    }

    /// Complete final answers.
    var finalCount: Int { self.responses.count { $0.isComplete && !$0.isInterim } }

    mutating func receive(_ bytes: ByteBuffer) {
        if case .unreadable = self.state { return }
        var bytes = bytes
        self.buffer.discardReadBytes()
        self.buffer.writeBuffer(&bytes)
        while self.step() {}
    }

    /// The peer ended: content that ends with the connection is complete now.
    mutating func ended() {
        guard case .content(let reader) = self.state, reader.endsWithConnection, !self.responses.isEmpty else { return }
        self.responses[self.responses.count - 1].isComplete = true
    }

    /// Reads one part; false when there is none.
    private mutating func step() -> Bool {
        switch self.state {
        case .head(let reader): self.readHead(reader)
        case .content(let reader): self.readContent(reader)
        case .unreadable: false
        }
    }

    private mutating func readHead(_ reader: HeadReader) -> Bool {
        var reader = reader
        switch reader.next(from: &self.buffer) {
        case .needMore:
            self.state = .head(reader)
            return false
        case .tooLarge:
            self.state = .unreadable
            return false
        case .head(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.hasPrefix("HTTP/"), let status = ResponseReader.status(of: text) else {
                self.state = .unreadable
                return false
            }
            let response = DrillResponse(status: status, head: text)
            self.responses.append(response)
            self.state = .content(ContentReader(self.framing(of: response)))
            return true
        }
    }

    private mutating func readContent(_ reader: ContentReader) -> Bool {
        var reader = reader
        let last = self.responses.count - 1
        switch reader.next(from: &self.buffer) {
        case .needMore:
            self.state = .content(reader)
            return false
        case .content(let bytes):
            self.responses[last].content += bytes.readableBytesView
            self.state = .content(reader)
            return true
        case .end(let trailers):
            self.responses[last].trailers = trailers
            self.responses[last].isComplete = true
            self.state = self.responses[last].status == 101 ? .unreadable : .head(HeadReader())
            return true
        case .malformed:
            self.state = .unreadable
            return false
        }
    }

    private static func status(of head: String) -> Int? {
        let words = head.prefix { $0 != "\r\n" && $0 != "\n" }.split(separator: " ")
        guard words.count > 1, let status = Int(words[1]), (100...999).contains(status) else { return nil }
        return status
    }

    /// RFC 9112 §6.3, for a client that never uses CONNECT.
    private func framing(of response: DrillResponse) -> ContentReader.Framing {
        let hasContent = response.status >= 200 && response.status != 204 && response.status != 304
        guard hasContent, !self.requestsHead else { return .none }
        if response.fields("transfer-encoding").contains(where: { $0.lowercased().contains("chunked") }) {
            return .chunked
        }
        guard let length = response.fields("content-length").first.flatMap({ Int($0) }) else { return .untilEnd }
        return .length(length)
    }
}
