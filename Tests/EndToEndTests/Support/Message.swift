/// A request or response as a test reads it: plainly, and forgiving nothing it does not understand.
struct Message: Sendable {
    var startLine: String
    var fields: [(name: String, value: String)] = []
    var content: [UInt8] = []
    var trailers: [(name: String, value: String)] = []
    /// False when the connection ended inside the content.
    var isComplete = true
    var isChunked = false

    /// The status of a response, or nil.
    var status: Int? {
        let words = self.startLine.split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("HTTP/") else { return nil }
        return Int(words[1])
    }

    var method: String { String(self.startLine.prefix { $0 != " " }) }
    var target: String {
        let words = self.startLine.split(separator: " ")
        return words.count > 1 ? String(words[1]) : ""
    }
    var text: String { String(decoding: self.content, as: UTF8.self) }

    /// The values of a field, joined as RFC 9110 §5.3 allows.
    func field(_ name: String) -> String? {
        let values = self.fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    func count(of name: String) -> Int { self.fields.count { $0.name.lowercased() == name.lowercased() } }

    static func parse(head bytes: [UInt8]) throws -> Message {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        guard !lines.isEmpty else { throw Peer.Problem.malformed("no start line") }
        var message = Message(startLine: String(lines.removeFirst()))
        message.fields = try lines.map(Self.field)
        return message
    }

    static func field(_ line: Substring) throws -> (name: String, value: String) {
        guard let colon = line.firstIndex(of: ":") else { throw Peer.Problem.malformed(String(line)) }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        return (String(line[..<colon]), String(value))
    }
}

extension Peer {
    /// Reads one whole message.
    ///
    /// A response to HEAD has no content; `answering` says so.
    func message(answering method: String = "GET") throws -> Message {
        var message = try Message.parse(head: try self.take(through: "\r\n\r\n"))
        if let status = message.status, status < 200 || status == 204 || status == 304 || method == "HEAD" {
            return message
        }
        if message.field("Transfer-Encoding")?.lowercased() == "chunked" {
            message.isChunked = true
            try self.readChunks(into: &message)
        } else if let length = message.field("Content-Length").flatMap({ Int($0) }) {
            while self.pending.count < length, try self.readMore() {}
            message.isComplete = self.pending.count >= length
            message.content = self.takePending(length)
        } else if message.status != nil {
            message.content = try self.readToEnd().bytes
            message.isComplete = self.ending == .fin
        }
        return message
    }

    /// Reads messages until a final one.
    func finalResponse(answering method: String = "GET") throws -> Message {
        while true {
            let message = try self.message(answering: method)
            if let status = message.status, status >= 200 || status == 101 { return message }
        }
    }

    private func readChunks(into message: inout Message) throws {
        do {
            while true {
                let line = String(decoding: try self.take(through: "\r\n").dropLast(2), as: UTF8.self)
                guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { throw Problem.malformed(line) }
                if size == 0 { break }
                message.content += try self.take(size)
                guard try self.take(2) == [13, 10] else { throw Problem.malformed("chunk end") }
            }
            while true {
                let line = String(decoding: try self.take(through: "\r\n").dropLast(2), as: UTF8.self)
                if line.isEmpty { return }
                message.trailers.append(try Message.field(line[...]))
            }
        } catch Problem.ended {
            message.isComplete = false
        }
    }
}
